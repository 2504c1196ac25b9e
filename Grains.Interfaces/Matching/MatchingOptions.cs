using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Matching;

/// <summary>
/// The clock of a search, <c>Whisper:Matching</c>. Silos act on it and gateways announce it in every <c>searching</c> frame,
/// so that both must be given the same figures.
/// </summary>
[ConfigurationSection(Section)]
public sealed class MatchingOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Matching";

    /// <summary>How long a search asks for the identical set of interests before one in common will do. Default 10 s, range 100 ms to 5 min.</summary>
    public TimeSpan Tier2After { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a search lasts in all. Default 30 s, range 200 ms to 10 min, and longer than <see cref="Tier2After"/>.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Lists everything that is wrong with <see cref="MatchingOptions"/>.</summary>
public sealed class MatchingOptionsValidator : IValidateOptions<MatchingOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, MatchingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OptionChecks(MatchingOptions.Section)
            .Range(nameof(options.Tier2After), options.Tier2After, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5))
            .Range(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(10))
            .Require(options.Timeout > options.Tier2After, nameof(options.Timeout), $"must be longer than {nameof(options.Tier2After)}.")
            .Result();
    }
}
