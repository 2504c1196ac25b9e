using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Gateway.Limits;

/// <summary>How much one client or one address may do, <c>Whisper:Limits</c>.</summary>
[ConfigurationSection(Section)]
public sealed class LimitOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Limits";

    /// <summary>Whether any of these limits hold. Default true; false is for load tests.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Connections of one address (IPv6: one /64) at once; more are closed with 4429. Default 100, range 1 to 1,000,000.</summary>
    public int ConnectionsPerAddress { get; set; } = 100;

    /// <summary>New connections of one address per minute; more are closed with 4429, and ten times as many are refused with HTTP 429. Default 60, range 1 to 60,000.</summary>
    public int NewConnectionsPerMinute { get; set; } = 60;

    /// <summary>Messages a client may send at once after a pause. Default 10, range 1 to 1,000.</summary>
    public int MessageBurst { get; set; } = 10;

    /// <summary>Messages per second in the long run. Default 2, range 0.1 to 1,000.</summary>
    public double MessagesPerSecond { get; set; } = 2;

    /// <summary>Searches per minute. Default 12, range 1 to 6,000.</summary>
    public int SearchesPerMinute { get; set; } = 12;

    /// <summary>Typing frames per second; more are dropped without a word. Default 2, range 1 to 1,000.</summary>
    public int TypingPerSecond { get; set; } = 2;

    /// <summary>Reports per minute. Default 20, range 1 to 6,000.</summary>
    public int ReportsPerMinute { get; set; } = 20;

    /// <summary>WebSocket frames of any kind per second, pings and fragments included; more close the connection with 4400. After a resume into a chat 64 more are free, for what is sent again. Default 40, range 1 to 100,000.</summary>
    public int FramesPerSecond { get; set; } = 40;
}

/// <summary>Lists everything that is wrong with <see cref="LimitOptions"/>.</summary>
internal sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    public ValidateOptionsResult Validate(string? name, LimitOptions options) => new OptionChecks(LimitOptions.Section)
        .Range(nameof(options.ConnectionsPerAddress), options.ConnectionsPerAddress, 1, 1_000_000)
        .Range(nameof(options.NewConnectionsPerMinute), options.NewConnectionsPerMinute, 1, 60_000)
        .Range(nameof(options.MessageBurst), options.MessageBurst, 1, 1_000)
        .Range(nameof(options.MessagesPerSecond), options.MessagesPerSecond, 0.1, 1_000)
        .Range(nameof(options.SearchesPerMinute), options.SearchesPerMinute, 1, 6_000)
        .Range(nameof(options.TypingPerSecond), options.TypingPerSecond, 1, 1_000)
        .Range(nameof(options.ReportsPerMinute), options.ReportsPerMinute, 1, 6_000)
        .Range(nameof(options.FramesPerSecond), options.FramesPerSecond, 1, 100_000)
        .Result();
}
