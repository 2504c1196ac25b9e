namespace Whisper.Gateway.Hosting;

/// <summary>Bounds on what a peer may make the web server hold or wait for before it is anybody.</summary>
internal static class KestrelSetup
{
    /// <summary>How long the head of a request may take.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Applies them.</summary>
    public static void Apply(WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;

        // which is also how long somebody may connect and say nothing at all
        kestrel.Limits.KeepAliveTimeout = HeadersTimeout;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 8 * 1024;
        kestrel.Limits.MaxRequestBodySize = 16 * 1024;

        // what a paused connection may pile up before its sender has to wait
        kestrel.Limits.MaxRequestBufferSize = 64 * 1024;
    });
}
