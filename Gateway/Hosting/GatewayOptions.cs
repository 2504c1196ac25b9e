using System.Net;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Protocol;
using Whisper.Hosting;

namespace Whisper.Gateway.Hosting;

/// <summary>How a gateway treats its connections, <c>Whisper:Gateway</c>.</summary>
[ConfigurationSection(Section)]
public sealed class GatewayOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Gateway";

    /// <summary>Folder of the built web client, relative to the working directory. Default <c>frontend/build</c>; a folder that does not exist serves nothing.</summary>
    public string WebRoot { get; set; } = "frontend/build";

    /// <summary>Origins that may open <c>/ws</c> besides the gateway's own host, such as <c>https://chat.example</c>; <c>*</c> allows all. Default none.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Addresses or networks (CIDR) of proxies whose <c>X-Forwarded-For</c> is believed, for one hop. Default none.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>
    /// What carries the connections. Default <c>Auto</c>: on Linux <c>Epoll</c> on ports without TLS, else <c>AspNetCore</c>, which runs anywhere and needs twenty times the memory.
    /// </summary>
    public TransportKind Transport { get; set; }

    /// <summary>Threads that read from sockets, with <c>Epoll</c>. Default 0, range 0 to 64; 0: one for every four cores, at most eight.</summary>
    public int EventLoops { get; set; }

    /// <summary>Most connections of this process; more are answered with 503. Default 500,000, range 1 to 10,000,000.</summary>
    public int MaxConnections { get; set; } = 500_000;

    /// <summary>Time within which a new connection must say hello. Default 10 s, range 100 ms to 5 min.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which a peer is pinged, or up to an eighth less, so that not all are at once. Default 15 s, range 100 ms to 10 min.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence after which a peer is given up. Default 35 s, range 200 ms to 1 h, and longer than <see cref="PingInterval"/>.</summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>How long a partner's typing is shown unless it is repeated. Default 5 s, range 100 ms to 1 min.</summary>
    public TimeSpan TypingExpiry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most frames that wait for a slow reader; more close it with 4002. Default 256, range 4 to 65,536.</summary>
    public int OutboundFrames { get; set; } = 256;

    /// <summary>Most bytes that wait for a slow reader; more close it with 4002. Default 1 MiB, range 32 KiB to 64 MiB.</summary>
    public int OutboundBytes { get; set; } = 1 << 20;

    /// <summary>How long a connection that is being closed may take over it. Default 2 s, range 100 ms to 1 min.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a call to the cluster is tried again before the client is told. Default 10 s, range 0 to 1 min.</summary>
    public TimeSpan CallRetryFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between renewals of the gateway's lease. Default 2 s, range 100 ms to 1 min.</summary>
    public TimeSpan LeaseInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time after which the gateway vouches again for its searching and chatting people, give or take a fifth. Default 25 s, range 1 s to 10 min.</summary>
    public TimeSpan AssertInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Most messages and acknowledgements that go to the cluster in one call. Default 512, range 1 to 4,096; 1: each goes to its room by itself.</summary>
    public int BatchSize { get; set; } = 512;

    /// <summary>Least time between two <c>online</c> frames. Default 10 s, range 100 ms to 1 h.</summary>
    public TimeSpan OnlineInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time over which the connections are sent away at shutdown. Default 10 s, range 0 to 10 min.</summary>
    public TimeSpan DrainWindow { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Lists everything that is wrong with <see cref="GatewayOptions"/>.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var tenth = TimeSpan.FromMilliseconds(100);
        var checks = new OptionChecks(GatewayOptions.Section)
            .Require(!string.IsNullOrWhiteSpace(options.WebRoot), nameof(options.WebRoot), "is empty.")
            .Require(Enum.IsDefined(options.Transport), nameof(options.Transport), "is none of Auto, Epoll, AspNetCore.")
            .Require(options.Transport != TransportKind.Epoll || OperatingSystem.IsLinux(), nameof(options.Transport), "is Epoll, which only Linux has.")
            .Range(nameof(options.EventLoops), options.EventLoops, 0, 64)
            .Range(nameof(options.MaxConnections), options.MaxConnections, 1, 10_000_000)
            .Range(nameof(options.HelloTimeout), options.HelloTimeout, tenth, TimeSpan.FromMinutes(5))
            .Range(nameof(options.PingInterval), options.PingInterval, tenth, TimeSpan.FromMinutes(10))
            .Range(nameof(options.SilenceTimeout), options.SilenceTimeout, 2 * tenth, TimeSpan.FromHours(1))
            .Require(options.SilenceTimeout > options.PingInterval, nameof(options.SilenceTimeout), $"must be longer than {nameof(options.PingInterval)}.")
            .Range(nameof(options.TypingExpiry), options.TypingExpiry, tenth, TimeSpan.FromMinutes(1))
            .Range(nameof(options.OutboundFrames), options.OutboundFrames, 4, 65_536)
            .Range(nameof(options.OutboundBytes), options.OutboundBytes, 2 * ProtocolLimits.FrameBytes, 64 << 20)
            .Range(nameof(options.CloseTimeout), options.CloseTimeout, tenth, TimeSpan.FromMinutes(1))
            .Range(nameof(options.CallRetryFor), options.CallRetryFor, TimeSpan.Zero, TimeSpan.FromMinutes(1))
            .Range(nameof(options.LeaseInterval), options.LeaseInterval, tenth, TimeSpan.FromMinutes(1))
            .Range(nameof(options.AssertInterval), options.AssertInterval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
            .Range(nameof(options.BatchSize), options.BatchSize, 1, 4096)
            .Range(nameof(options.OnlineInterval), options.OnlineInterval, tenth, TimeSpan.FromHours(1))
            .Range(nameof(options.DrainWindow), options.DrainWindow, TimeSpan.Zero, TimeSpan.FromMinutes(10));

        foreach (var origin in options.AllowedOrigins)
        {
            checks.Require(
                origin == "*" || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.AbsolutePath == "/" && !origin.EndsWith('/')),
                nameof(options.AllowedOrigins),
                $"holds '{origin}', which is not an origin such as https://chat.example.");
        }

        foreach (var proxy in options.TrustedProxies)
        {
            checks.Require(
                IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _),
                nameof(options.TrustedProxies),
                $"holds '{proxy}', which is neither an address nor a network such as 10.0.0.0/8.");
        }

        return checks.Result();
    }
}
