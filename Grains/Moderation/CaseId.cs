using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Whisper.Grains.Moderation;

/// <summary>
/// The name of a report, made to be read out: 10 characters of Crockford's base 32, the first 50 bits of the SHA-256 of its
/// filing's id. So it is known before the report is stored, and a repeated filing has the same. Among a million reports
/// two are alike once in two thousand times; the second is then stored under its long name, 26 characters that begin with the short one.
/// </summary>
public static class CaseId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 10;
    private const int LongLength = 26;
    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>The case of a filing.</summary>
    public static string Of(Guid filing) => LongOf(filing)[..Length];

    /// <summary>The same with 130 bits, which no other filing has.</summary>
    public static string LongOf(Guid filing)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(filing.ToByteArray(bigEndian: true), digest);
        var bits = new BigInteger(digest, isUnsigned: true, isBigEndian: true);
        return string.Create(LongLength, bits, static (text, bits) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[(int)((bits >> (256 - (5 * (i + 1)))) & 31)];
            }
        });
    }

    /// <summary>What was typed, with the slips that Crockford's base 32 forgives put right; null when it is no case id.</summary>
    public static string? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var id = text.Trim().ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return id.Length is Length or LongLength && !id.AsSpan().ContainsAnyExcept(Characters) ? id : null;
    }
}
