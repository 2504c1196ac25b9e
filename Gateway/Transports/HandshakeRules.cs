using Microsoft.Extensions.Options;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;

namespace Whisper.Gateway.Transports;

/// <summary>Who may open a connection, whatever carries it.</summary>
internal sealed class HandshakeRules(
    OriginPolicy origins, AddressLimits addresses, ConnectionTable table, Draining draining, GatewayMetrics metrics, IOptions<GatewayOptions> options)
{
    /// <summary>Whether the gateway is leaving.</summary>
    public bool IsLeaving => draining.Started;

    /// <summary>Whether nobody may: the gateway is leaving, or full.</summary>
    public bool TakesNobody => IsLeaving || table.Count >= options.Value.MaxConnections;

    /// <summary>Whether a page of this origin may; null when none was named.</summary>
    public bool Allows(string? origin, HostString host) => origins.Allows(origin, host);

    /// <summary>Asks for one more connection of an address; when it is accepted, the edge is told of it, or <see cref="Leave"/> follows.</summary>
    public Admission Enter(AddressKey address)
    {
        var admission = addresses.Enter(address);
        if (admission != Admission.Accepted)
        {
            metrics.LimitHit("connections");
        }

        return admission;
    }

    /// <summary>The connection came to nothing.</summary>
    public void Leave(AddressKey address) => addresses.Leave(address);
}
