using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Silo.Streams;

/// <summary>The NATS of the cluster, <c>Whisper:Nats</c>: reports, flagged messages and platform events. Needed wherever <c>Whisper:Redis</c> is set.</summary>
[ConfigurationSection(Section)]
public sealed class NatsOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Nats";

    /// <summary>Address, such as <c>nats://10.0.0.5:4222</c>; several are separated by commas. Default empty: none.</summary>
    public string Url { get; set; } = "";

    /// <summary>The user. Default <c>whisper</c>.</summary>
    public string User { get; set; } = "whisper";

    /// <summary>The user's password, a secret. Default empty.</summary>
    public string Password { get; set; } = "";

    /// <summary>Copies of each event on different servers. Default 1, range 1 to 5.</summary>
    public int Replicas { get; set; } = 1;

    /// <summary>Whether it is set.</summary>
    public bool IsSet => Url.Length > 0;
}

/// <summary>Lists everything that is wrong with <see cref="NatsOptions"/>; never repeats the password.</summary>
internal sealed class NatsOptionsValidator(IOptions<RedisOptions> redis) : IValidateOptions<NatsOptions>
{
    public ValidateOptionsResult Validate(string? name, NatsOptions options) => new OptionChecks(NatsOptions.Section)
        .Require(
            options.Url.Split(',').All(part => part.Length == 0 || (Uri.TryCreate(part, UriKind.Absolute, out var uri) && uri.Scheme is "nats" or "tls")),
            nameof(options.Url),
            $"is \"{options.Url}\"; it must be an address such as nats://10.0.0.5:4222.")
        .Require(options.IsSet || !redis.Value.IsSet, nameof(options.Url), $"is empty, but {RedisOptions.Section}:Host is set: a cluster needs all of its servers.")
        .Range(nameof(options.Replicas), options.Replicas, 1, 5)
        .Result();
}
