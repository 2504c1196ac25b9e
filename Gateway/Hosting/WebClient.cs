using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;

namespace Whisper.Gateway.Hosting;

/// <summary>
/// Serves the built web client: compressed as the build left it, files whose names hold a hash for ever, everything else
/// anew each time. A path without a file name is a page of the single-page app.
/// </summary>
internal sealed class WebClient
{
    private const string Immutable = "/_app/immutable/";

    private static readonly (string Encoding, string Suffix)[] Compressed = [("br", ".br"), ("gzip", ".gz")];

    private readonly FileExtensionContentTypeProvider _types = new();
    private readonly RequestDelegate _next;
    private readonly string _root;
    private readonly SecurityHeaders _headers;

    public WebClient(RequestDelegate next, IOptions<GatewayOptions> options, ILogger<WebClient> log)
    {
        _next = next;
        _root = Path.GetFullPath(options.Value.WebRoot);
        _types.Mappings[".webmanifest"] = "application/manifest+json";
        var index = Path.Combine(_root, "index.html");
        if (!File.Exists(index))
        {
            log.NoWebClient(_root);
        }

        _headers = SecurityHeaders.For(_root);
    }

    /// <summary>Serves a file, or passes the request on.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not null)
        {
            // other parts of the host, with pages of their own kind
            await _next(context);
            return;
        }

        _headers.Apply(context.Response.Headers);
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!isRead || Find(context.Request.Path) is not { } file)
        {
            await _next(context);
            return;
        }

        await Serve(context, file);
    }

    private string? Find(PathString path)
    {
        var wanted = path.Value ?? "/";
        if (wanted.Contains('\0', StringComparison.Ordinal) || wanted.Contains('\\', StringComparison.Ordinal))
        {
            return null;
        }

        var file = Path.GetFullPath(Path.Combine(_root, wanted.TrimStart('/')));
        var isInside = file == _root || file.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (isInside && File.Exists(file))
        {
            return file;
        }

        var index = Path.Combine(_root, "index.html");
        return isInside && Path.GetExtension(wanted).Length == 0 && File.Exists(index) ? index : null;
    }

    private async Task Serve(HttpContext context, string file)
    {
        var response = context.Response;
        var isPage = file.EndsWith(".html", StringComparison.Ordinal);
        response.ContentType = _types.TryGetContentType(file, out var type) ? (isPage ? "text/html; charset=utf-8" : type) : "application/octet-stream";
        response.Headers.CacheControl = context.Request.Path.StartsWithSegments(Immutable.TrimEnd('/'), StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        var info = new FileInfo(Choose(context.Request, file, response.Headers));
        response.Headers.ETag = $"\"{info.LastWriteTimeUtc.Ticks:x}-{info.Length:x}\"";
        if (context.Request.Headers.IfNoneMatch.Contains(response.Headers.ETag.ToString()))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentLength = info.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.SendFileAsync(info.FullName, context.RequestAborted);
        }
    }

    /// <summary>The smallest form that the client reads and the build has made.</summary>
    private static string Choose(HttpRequest request, string file, IHeaderDictionary headers)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, suffix) in Compressed)
        {
            var isAccepted = accepted.Any(item => item.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && item.Quality is null or > 0);
            if (isAccepted && File.Exists(file + suffix))
            {
                headers.ContentEncoding = encoding;
                return file + suffix;
            }
        }

        return file;
    }
}
