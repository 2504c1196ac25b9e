using System.Net;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Limits;

/// <summary>Who a request comes from: the peer of the socket, or whom a trusted proxy names, for one hop.</summary>
internal sealed class ClientAddresses(IOptions<GatewayOptions> options)
{
    private readonly IPNetwork[] _proxies = [.. options.Value.TrustedProxies.Select(Network)];

    /// <summary>The key that limits go by.</summary>
    public AddressKey Of(HttpContext context) => Of(context.Connection.RemoteIpAddress, context.Request.Headers["X-Forwarded-For"].ToString());

    /// <summary>The key that limits go by, of a peer and what it says whom it speaks for.</summary>
    public AddressKey Of(IPAddress? peer, ReadOnlySpan<char> forwardedFor)
    {
        if (peer is { IsIPv4MappedToIPv6: true })
        {
            peer = peer.MapToIPv4();
        }

        if (peer is not null && IsTrusted(peer))
        {
            // the last entry is what our own proxy wrote; whatever stands before it anybody may have made up
            var last = forwardedFor[(forwardedFor.LastIndexOf(',') + 1)..].Trim();
            if (IPAddress.TryParse(last, out var client))
            {
                return AddressKey.Of(client);
            }
        }

        return AddressKey.Of(peer);
    }

    private bool IsTrusted(IPAddress peer)
    {
        foreach (var proxy in _proxies)
        {
            if (proxy.Contains(peer))
            {
                return true;
            }
        }

        return false;
    }

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network)
            ? network
            : new IPNetwork(IPAddress.Parse(text), IPAddress.Parse(text).GetAddressBytes().Length * 8);
}
