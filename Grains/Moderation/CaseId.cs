using System.Buffers;
using System.Security.Cryptography;

namespace Whisper.Grains.Moderation;

/// <summary>The name of a stored report, made to be read out: 10 random characters of Crockford's base 32, 50 bits.</summary>
public static class CaseId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 10;
    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>A new one. Two may be alike, once in many million: the store tells.</summary>
    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>What was typed, with the slips that Crockford's base 32 forgives put right; null when it is no case id.</summary>
    public static string? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var id = text.Trim().ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return id.Length == Length && !id.AsSpan().ContainsAnyExcept(Characters) ? id : null;
    }
}
