using System.Text;
using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Gateway.Limits;

/// <summary>What may not be said, <c>Whisper:Moderation</c>.</summary>
[ConfigurationSection(Section)]
public sealed class ContentFilterOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Moderation";

    /// <summary>Words or phrases that stop a message; compared as whole words, without regard to case, after NFKC. Default none, at most 10,000 of 1 to 200 characters.</summary>
    public IList<string> BlockedTerms { get; } = [];
}

/// <summary>Lists everything that is wrong with <see cref="ContentFilterOptions"/>.</summary>
internal sealed class ContentFilterOptionsValidator : IValidateOptions<ContentFilterOptions>
{
    public ValidateOptionsResult Validate(string? name, ContentFilterOptions options) => new OptionChecks(ContentFilterOptions.Section)
        .Require(options.BlockedTerms.Count <= 10_000, nameof(options.BlockedTerms), "holds more than 10,000 terms.")
        .Require(
            options.BlockedTerms.All(term => !string.IsNullOrWhiteSpace(term) && term.Length <= 200),
            nameof(options.BlockedTerms),
            "holds a term that is empty or longer than 200 characters.")
        .Result();
}

/// <summary>Stops messages that hold a blocked term.</summary>
internal sealed class ContentFilter(IOptions<ContentFilterOptions> options)
{
    private readonly string[] _terms = [.. options.Value.BlockedTerms.Select(term => Fold(term.Trim())).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether everything may pass.</summary>
    public bool IsEmpty => _terms.Length == 0;

    /// <summary>Whether a message may pass.</summary>
    public bool Allows(string text)
    {
        var folded = Fold(text);
        return !_terms.Any(term => HoldsWord(folded, term));
    }

    private static bool HoldsWord(string text, string term)
    {
        for (var at = text.IndexOf(term, StringComparison.Ordinal); at >= 0; at = text.IndexOf(term, at + 1, StringComparison.Ordinal))
        {
            var end = at + term.Length;
            if ((at == 0 || !IsWordPart(text[at - 1])) && (end == text.Length || !IsWordPart(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c == '_';

    /// <summary>Normalisation refuses U+FFFE, which is no character anyway.</summary>
    private static string Fold(string text) => text.Replace('\uFFFE', ' ').Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}
