using Microsoft.Extensions.Options;

namespace Whisper.Hosting;

/// <summary>Which cluster a process belongs to, <c>Whisper:Cluster</c>. Means something only where <c>Whisper:Redis</c> is set.</summary>
[ConfigurationSection(Section)]
public sealed class ClusterNameOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Cluster";

    /// <summary>Names the cluster: processes that share it and a Redis find each other. Default <c>whisper</c>, range 1 to 64 of a-z, 0-9 and -.</summary>
    public string ClusterId { get; set; } = "whisper";

    /// <summary>Names the service, whose stored state outlives any one cluster. Default <c>whisper</c>, range as before.</summary>
    public string ServiceId { get; set; } = "whisper";

    /// <summary>The Redis key that says which life of the cluster the data are of.</summary>
    public string IncarnationKey => $"{ServiceId}/incarnation/{ClusterId}";

    /// <summary>The Redis key that silos write when they find their cluster's data gone, and an operator deletes when all are stopped.</summary>
    public string WipedKey => $"{ServiceId}/wiped/{ClusterId}";

    /// <summary>Whether something is a name that all servers take.</summary>
    public static bool IsName(string name) =>
        name is { Length: > 0 and <= 64 } && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}

/// <summary>Lists everything that is wrong with <see cref="ClusterNameOptions"/>.</summary>
public sealed class ClusterNameOptionsValidator : IValidateOptions<ClusterNameOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ClusterNameOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OptionChecks(ClusterNameOptions.Section)
            .Require(ClusterNameOptions.IsName(options.ClusterId), nameof(options.ClusterId), "must have 1 to 64 of a-z, 0-9 and -.")
            .Require(ClusterNameOptions.IsName(options.ServiceId), nameof(options.ServiceId), "must have 1 to 64 of a-z, 0-9 and -.")
            .Result();
    }
}
