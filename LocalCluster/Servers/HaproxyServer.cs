using System.Diagnostics;

namespace Whisper.LocalCluster.Servers;

/// <summary>Debian's HAProxy with the product's configuration, in front of gateways on this machine.</summary>
public sealed class HaproxyServer(string folder, int? port = null, int? tlsPort = null, int? statusPort = null) : Server("haproxy", folder, port ?? Ports.Free())
{
    private static readonly TimeSpan ReloadLook = TimeSpan.FromMilliseconds(10);

    private string _certificate = "";

    /// <summary>Where it takes TLS.</summary>
    public int TlsPort { get; } = tlsPort ?? Ports.Free();

    /// <summary>Where it tells of itself.</summary>
    public int StatusPort { get; } = statusPort ?? Ports.Free();

    /// <summary>The ports of the gateways. <see cref="Reload"/> makes a change count.</summary>
    public IReadOnlyList<int> Gateways { get; set; } = [];

    /// <summary>Hides the gateways' addresses in the cookie.</summary>
    public string CookieKey { get; init; } = NewPassword();

    /// <summary>Other variables of its configuration.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Plain address.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Address with TLS.</summary>
    public string TlsUrl => $"https://localhost:{TlsPort}";

    /// <inheritdoc />
    public override ProcessPlan Plan => new(
        Name,
        "haproxy",
        ["-W", "-db", "-f", Checkout.PathOf("deploy", "haproxy", "haproxy.cfg"), "-f", Backend],
        new Dictionary<string, string>(Environment)
        {
            ["HAPROXY_BIND"] = "127.0.0.1",
            ["HAPROXY_HTTP_PORT"] = $"{Port}",
            ["HAPROXY_HTTPS_PORT"] = $"{TlsPort}",
            ["HAPROXY_STATUS_PORT"] = $"{StatusPort}",
            ["HAPROXY_CERTIFICATE"] = _certificate,
            ["HAPROXY_COOKIE_KEY"] = CookieKey,
        },
        Folder,
        LogFile);

    private string Backend => Path.Combine(Folder, "gateways.cfg");

    private string NextBackend => $"{Backend}.next";

    /// <inheritdoc />
    public override async Task Launch(CancellationToken cancellation = default)
    {
        _certificate = await Certificate.In(Folder, cancellation);
        await WriteBackend(cancellation);
        await base.Launch(cancellation);
    }

    /// <summary>Reads the configuration again; connections that are open stay with the process that they came in by.</summary>
    /// <exception cref="InvalidOperationException">It has ended, or is not ready to be told; with the end of its log.</exception>
    public async Task Reload(CancellationToken cancellation = default)
    {
        await WriteBackend(cancellation);
        var began = Stopwatch.GetTimestamp();
        // its worker serves before the process above it listens to signals, and one that comes sooner is lost
        while (Process?.Mark.Catches(Signal.Reload) != true)
        {
            if (Process is null or { HasExited: true } || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"{Name} cannot be told to read its configuration again:\n{Process?.Tail()}");
            }

            await Task.Delay(ReloadLook, cancellation);
        }

        Process.Send(Signal.Reload);
    }

    // as a whole: it may be reading this very file
    private async Task WriteBackend(CancellationToken cancellation)
    {
        var servers = Gateways.Select((gateway, i) => $"    server gateway-{i + 1} 127.0.0.1:{gateway}\n");
        await File.WriteAllTextAsync(NextBackend, $"backend gateways from gateways\n{string.Concat(servers)}", cancellation);
        File.Move(NextBackend, Backend, overwrite: true);
    }
}
