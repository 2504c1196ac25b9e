using Microsoft.Extensions.Options;

namespace Whisper.Hosting;

/// <summary>
/// The Redis of the cluster, <c>Whisper:Redis</c>: membership, sessions, rooms, reminders and waiting tickets. Without a
/// host a process keeps all of that in its own memory and is alone.
/// </summary>
[ConfigurationSection(Section)]
public sealed class RedisOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Redis";

    /// <summary>Name or address of the server. Default empty: no cluster.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port. Default 6379, range 1 to 65,535.</summary>
    public int Port { get; set; } = 6379;

    /// <summary>The user. Default <c>whisper</c>.</summary>
    public string User { get; set; } = "whisper";

    /// <summary>The user's password, a secret. Default empty: none is sent.</summary>
    public string Password { get; set; } = "";

    /// <summary>Whether a cluster is meant at all.</summary>
    public bool IsSet => Host.Length > 0;
}

/// <summary>Lists everything that is wrong with <see cref="RedisOptions"/>; never repeats the password.</summary>
public sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OptionChecks(RedisOptions.Section)
            .Range(nameof(options.Port), options.Port, 1, 65_535)
            .Require(!options.IsSet || options.User.Length > 0, nameof(options.User), "is empty.")
            .Result();
    }
}
