using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Transports;

/// <summary>Which web pages may open a connection: those of the gateway's own host, and those on the allow-list.</summary>
internal sealed class OriginPolicy(IOptions<GatewayOptions> options)
{
    private readonly HashSet<string> _allowed = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a handshake may go on. A client that is not a browser sends no origin.</summary>
    public bool Allows(string? origin, HostString host) =>
        origin is null
        || _allowed.Contains("*")
        || _allowed.Contains(origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsSameHost(uri, host));

    private static bool IsSameHost(Uri origin, HostString host) =>
        origin.Scheme is "http" or "https"
        && string.Equals(origin.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && origin.Port == (host.Port ?? (origin.Scheme == "https" ? 443 : 80));
}
