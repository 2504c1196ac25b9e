using System.Net;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Limits;

/// <summary>Who a request comes from: the peer of the socket, or whom a trusted proxy names, for one hop.</summary>
internal sealed class ClientAddresses(IOptions<GatewayOptions> options)
{
    private readonly IPNetwork[] _proxies = [.. options.Value.TrustedProxies.Select(Network)];

    /// <summary>The key that limits go by.</summary>
    public AddressKey Of(HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress;
        if (peer is { IsIPv4MappedToIPv6: true })
        {
            peer = peer.MapToIPv4();
        }

        if (peer is not null && _proxies.Any(proxy => proxy.Contains(peer)))
        {
            // the last entry is what our own proxy wrote; whatever stands before it anybody may have made up
            var last = context.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
            if (IPAddress.TryParse(last, out var client))
            {
                return AddressKey.Of(client);
            }
        }

        return AddressKey.Of(peer);
    }

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network)
            ? network
            : new IPNetwork(IPAddress.Parse(text), IPAddress.Parse(text).GetAddressBytes().Length * 8);
}
