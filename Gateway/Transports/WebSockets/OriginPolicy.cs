using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Transports.WebSockets;

/// <summary>Which web pages may open a connection: those of the gateway's own host, and those on the allow-list.</summary>
internal sealed class OriginPolicy(IOptions<GatewayOptions> options)
{
    private readonly HashSet<string> _allowed = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request may go on. A client that is not a browser sends no origin.</summary>
    public bool Allows(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0)
        {
            return true;
        }

        var origin = origins.ToString();
        return _allowed.Contains("*")
            || _allowed.Contains(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && IsSameHost(uri, request.Host));
    }

    private static bool IsSameHost(Uri origin, HostString host) =>
        origin.Scheme is "http" or "https"
        && string.Equals(origin.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && origin.Port == (host.Port ?? (origin.Scheme == "https" ? 443 : 80));
}
