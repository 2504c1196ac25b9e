using System.Globalization;
using System.Text;

namespace Whisper.Matching;

/// <summary>The protocol's rules for one interest and for a set of them.</summary>
public static class InterestRules
{
    /// <summary>Fewest distinct interests of a search.</summary>
    public const int MinCount = 2;

    /// <summary>Most distinct interests of a search.</summary>
    public const int MaxCount = 5;

    /// <summary>Longest interest after normalisation, in code points.</summary>
    public const int MaxLength = 32;

    /// <summary>Most interests that are looked at, before normalisation finds those that are the same.</summary>
    public const int MaxRawCount = 50;

    private const string Punctuation = "&+-'.#";

    // NFKC can shorten text, but hardly by more than this; anything longer is refused before it costs time.
    private const int MaxRawLength = 512;

    /// <summary>NFKC, trimmed, inner white space collapsed, lower-cased; null when what remains is not an interest.</summary>
    public static string? Normalise(string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (raw.Length > MaxRawLength || !IsWellFormed(raw))
        {
            return null;
        }

        var text = raw.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormKC);
        var result = new StringBuilder(text.Length);
        var length = 0;
        var pendingSpace = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                pendingSpace = length > 0;
                continue;
            }

            if (!IsAllowed(rune))
            {
                return null;
            }

            if (pendingSpace)
            {
                result.Append(' ');
                length++;
                pendingSpace = false;
            }

            result.Append(rune.ToString());
            length++;
        }

        return length is >= 1 and <= MaxLength ? result.ToString() : null;
    }

    private static bool IsWellFormed(string text)
    {
        // string.Normalize throws on a lone surrogate and on U+FFFE
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || text[i] == '\uFFFE')
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAllowed(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => true,
        UnicodeCategory.DecimalDigitNumber => true,
        _ => rune.IsBmp && Punctuation.Contains((char)rune.Value),
    };
}
