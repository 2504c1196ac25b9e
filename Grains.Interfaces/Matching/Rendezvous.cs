using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Whisper.Matching;

/// <summary>Rendezvous hashing of a whole set over its members. Silos of two versions must agree on it: it never changes.</summary>
internal static class Rendezvous
{
    // five interests of 32 code points
    private const int Usual = 1024;

    /// <summary>Index of the member with the largest weight; the first one of several.</summary>
    public static int Pick(ReadOnlySpan<string> members)
    {
        var most = members.Length;
        foreach (var member in members)
        {
            most += Encoding.UTF8.GetMaxByteCount(member.Length);
        }

        // room for the digest of the whole, 16 digits, in front of a member
        Span<byte> text = most + 17 <= Usual ? stackalloc byte[Usual] : new byte[most + 17];
        var whole = Whole(members, text);
        Utf8Formatter.TryFormat(whole, text, out _, new('x', 16));
        text[16] = (byte)'\n';
        var (best, bestWeight) = (0, 0UL);
        for (var i = 0; i < members.Length; i++)
        {
            var weight = Digest(text[..(17 + Encoding.UTF8.GetBytes(members[i], text[17..]))]);
            if (i == 0 || weight > bestWeight)
            {
                (best, bestWeight) = (i, weight);
            }
        }

        return best;
    }

    /// <summary>The digest of all members, separated by line feeds.</summary>
    private static ulong Whole(ReadOnlySpan<string> members, Span<byte> text)
    {
        var length = 0;
        foreach (var member in members)
        {
            if (length > 0)
            {
                text[length++] = (byte)'\n';
            }

            length += Encoding.UTF8.GetBytes(member, text[length..]);
        }

        return Digest(text[..length]);
    }

    private static ulong Digest(ReadOnlySpan<byte> text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }
}
