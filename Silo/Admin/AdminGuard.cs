using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Whisper.Silo.Admin;

/// <summary>Marks endpoints that only operators may call.</summary>
internal sealed class OperatorsOnly;

/// <summary>
/// Lets a request through to an endpoint marked <see cref="OperatorsOnly"/> when it shows the admin key, or comes straight
/// from this machine. A browser on this machine must not be led here by a foreign page.
/// </summary>
internal sealed class AdminGuard(RequestDelegate next, IOptions<AdminOptions> options, ILogger<AdminGuard> log)
{
    // present when the request came through a proxy, whatever address it seems to come from
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Forwarded-Host", "X-Original-For", "X-Real-IP", "Forwarded", "Via"];

    private readonly byte[]? _key = options.Value.AdminKey.Length > 0 ? Digest(options.Value.AdminKey) : null;

    /// <summary>Runs for every request.</summary>
    public Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OperatorsOnly>() is null)
        {
            return next(context);
        }

        context.Response.Headers.CacheControl = "no-store";
        if (!IsForeignPage(context.Request) && (ShowsKey(context.Request) || IsThisMachine(context)))
        {
            return next(context);
        }

        AdminLog.Refused(log, context.Request.Method, context.GetEndpoint()!.DisplayName);
        context.Response.StatusCode = _key is null ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        if (_key is not null)
        {
            // lets a browser ask for the key
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Whisper\", charset=\"UTF-8\"";
        }

        return Task.CompletedTask;
    }

    private bool ShowsKey(HttpRequest request)
    {
        var shown = PresentedKey(request);
        // digests are of one length, so that the comparison does not tell the key's
        return _key is not null && shown is not null && CryptographicOperations.FixedTimeEquals(Digest(shown), _key);
    }

    private static string? PresentedKey(HttpRequest request)
    {
        if (request.Headers.TryGetValue("X-Admin-Key", out var direct))
        {
            return direct.ToString();
        }

        var parts = request.Headers.Authorization.ToString().Split(' ', 2);
        if (parts is ["Bearer" or "bearer", var token])
        {
            return token;
        }

        return parts is ["Basic" or "basic", var pair] ? PasswordOf(pair) : null;
    }

    private static string? PasswordOf(string pair)
    {
        Span<byte> decoded = stackalloc byte[1024];
        if (!Convert.TryFromBase64String(pair, decoded, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(decoded[..length]);
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } peer
        && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey)
        && IsLocalName(context.Request.Host.Host);

    // a foreign name that was made to point at this machine does not count
    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsForeignPage(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var isForeign = origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
        // a link to the dashboard may be followed from anywhere; what it leads to cannot be read by the page that holds it
        return isForeign || (!HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Site"].ToString() is ("cross-site" or "same-site"));
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
