using Microsoft.AspNetCore.Http.Features;

namespace Whisper.Gateway.Transports.WebSockets;

/// <summary>Slips a <see cref="MeteredStream"/> under the WebSocket that the framework makes of an upgraded connection.</summary>
internal sealed class MeteredUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    /// <summary>The stream, once upgraded.</summary>
    public MeteredStream? Stream { get; private set; }

    /// <inheritdoc />
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <inheritdoc />
    public async Task<Stream> UpgradeAsync() => Stream = new MeteredStream(await inner.UpgradeAsync());

    /// <summary>Prepares a request; the framework's WebSocket middleware comes after this.</summary>
    public static void Interpose(IFeatureCollection features)
    {
        if (features.Get<IHttpUpgradeFeature>() is { } upgrade)
        {
            features.Set<IHttpUpgradeFeature>(new MeteredUpgrade(upgrade));
        }

        // WebSockets over HTTP/2 would go around the meter
        features.Set<IHttpExtendedConnectFeature>(null);
    }
}
