using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>The PostgreSQL of the cluster, <c>Whisper:Postgres</c>: reports. Needed wherever <c>Whisper:Redis</c> is set.</summary>
[ConfigurationSection(Section)]
public sealed class PostgresOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Postgres";

    /// <summary>Name or address of the server. Default empty: none.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port. Default 5432, range 1 to 65,535.</summary>
    public int Port { get; set; } = 5432;

    /// <summary>The database. Default <c>whisper</c>.</summary>
    public string Database { get; set; } = "whisper";

    /// <summary>The user, who may make tables. Default <c>whisper</c>.</summary>
    public string User { get; set; } = "whisper";

    /// <summary>The user's password, a secret. Default empty.</summary>
    public string Password { get; set; } = "";

    /// <summary>Whether it is set.</summary>
    public bool IsSet => Host.Length > 0;
}

/// <summary>Lists everything that is wrong with <see cref="PostgresOptions"/>; never repeats the password.</summary>
internal sealed class PostgresOptionsValidator(IOptions<RedisOptions> redis) : IValidateOptions<PostgresOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresOptions options) => new OptionChecks(PostgresOptions.Section)
        .Range(nameof(options.Port), options.Port, 1, 65_535)
        .Require(options.IsSet || !redis.Value.IsSet, nameof(options.Host), $"is empty, but {RedisOptions.Section}:Host is set: a cluster needs all of its servers.")
        .Require(!options.IsSet || (options.Database.Length > 0 && options.User.Length > 0), nameof(options.Database), "or User is empty.")
        .Result();
}
