using Orleans.Concurrency;

namespace Whisper.Delivery;

/// <summary>What a gateway says when it renews its lease.</summary>
/// <param name="Observer">Where its deliveries go.</param>
/// <param name="Connected">Greeted connections it holds now.</param>
/// <param name="TakesPacked">Whether it understands <see cref="IGatewayObserver.Relay"/>.</param>
[GenerateSerializer, Immutable, Alias("whisper.lease-renewal")]
public sealed record LeaseRenewal([property: Id(0)] IGatewayObserver Observer, [property: Id(1)] int Connected, [property: Id(2)] bool TakesPacked = false);

/// <summary>A granted lease.</summary>
/// <param name="Duration">How long it lasts from now.</param>
/// <param name="Online">People connected to all gateways.</param>
/// <param name="Membership">Stands for the silos that have come and gone, as the lease's silo sees it: when it changes, one serves, died or has left.</param>
/// <param name="Silos">How many silos there are, as the lease's silo sees it; 0 when it does not say.</param>
[GenerateSerializer, Immutable, Alias("whisper.lease-grant")]
public sealed record LeaseGrant(
    [property: Id(0)] TimeSpan Duration, [property: Id(1)] int Online, [property: Id(2)] long Membership, [property: Id(3)] int Silos = 0);

/// <summary>How sure it is that a gateway is there.</summary>
[GenerateSerializer, Alias("whisper.lease-state")]
public enum LeaseState
{
    /// <summary>It has renewed its lease in time.</summary>
    Held = 0,

    /// <summary>Its lease has run out, or was given back: its connections are lost.</summary>
    Gone = 1,

    /// <summary>The lease has not been looked after for long enough to say, because it has just moved to another silo.</summary>
    Unknown = 2,
}

/// <summary>What is known of a gateway; <see cref="Observer"/> is set while the lease is held.</summary>
[GenerateSerializer, Immutable, Alias("whisper.lease-view")]
public sealed record LeaseView([property: Id(0)] LeaseState State, [property: Id(1)] IGatewayObserver? Observer, [property: Id(2)] bool TakesPacked = false);

/// <summary>A gateway's lease (key: gateway id): who vouches for its connections, and until when.</summary>
[Alias("whisper.gateway-lease")]
public interface IGatewayLease : IGrainWithGuidKey
{
    /// <summary>Takes or renews the lease.</summary>
    [Alias("renew")]
    Task<LeaseGrant> Renew(LeaseRenewal renewal);

    /// <summary>What is known of the gateway. Does not wait for a renewal that is under way: that may be told late how many are online.</summary>
    [AlwaysInterleave]
    [Alias("find")]
    Task<LeaseView> Find();

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
