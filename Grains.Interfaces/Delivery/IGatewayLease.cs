namespace Whisper.Delivery;

/// <summary>What a gateway says when it renews its lease.</summary>
/// <param name="Observer">Where its deliveries go.</param>
/// <param name="Connected">Greeted connections it holds now.</param>
[GenerateSerializer, Immutable, Alias("whisper.lease-renewal")]
public sealed record LeaseRenewal([property: Id(0)] IGatewayObserver Observer, [property: Id(1)] int Connected);

/// <summary>A granted lease.</summary>
/// <param name="Duration">How long it lasts from now.</param>
/// <param name="Online">People connected to all gateways.</param>
[GenerateSerializer, Immutable, Alias("whisper.lease-grant")]
public sealed record LeaseGrant([property: Id(0)] TimeSpan Duration, [property: Id(1)] int Online);

/// <summary>A gateway's lease (key: gateway id): who vouches for its connections, and until when.</summary>
[Alias("whisper.gateway-lease")]
public interface IGatewayLease : IGrainWithGuidKey
{
    /// <summary>Takes or renews the lease.</summary>
    [Alias("renew")]
    Task<LeaseGrant> Renew(LeaseRenewal renewal);

    /// <summary>The gateway's observer while the lease lasts, else null.</summary>
    [Alias("find")]
    Task<IGatewayObserver?> Find();

    /// <summary>Gives the lease back: the gateway is leaving.</summary>
    [Alias("release")]
    Task Release();
}

/// <summary>Counts the people online (key: 0).</summary>
[Alias("whisper.presence")]
public interface IPresence : IGrainWithIntegerKey
{
    /// <summary>Takes one gateway's count, forgets gateways not heard of for three lease durations, returns the sum.</summary>
    [Alias("report")]
    Task<int> Report(Guid gateway, int connected);
}
