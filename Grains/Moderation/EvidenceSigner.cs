using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Moderation;

/// <summary>
/// HMAC-SHA256, cut to 128 bits, over a fixed header, then the text:
/// <code>"whisper.evidence.1" · match (16) · sender (16) · n (8) · time (8) · length of the text (4) · text in UTF-8</code>
/// Every part has a fixed or a stated length, so that no two different messages are encoded alike.
/// </summary>
public sealed class EvidenceSigner : IEvidenceSigner
{
    /// <summary>Fewest bytes of a key.</summary>
    public const int MinKeyLength = 32;

    private const int MacLength = 16;
    private const int NumbersLength = 16 + 16 + 8 + 8 + 4;
    private readonly byte[] _key;

    /// <summary>Signs with a secret that every silo must share.</summary>
    public EvidenceSigner(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, MinKeyLength, nameof(key));
        _key = key.ToArray();
    }

    private static ReadOnlySpan<byte> Domain => "whisper.evidence.1"u8;

    /// <inheritdoc />
    public string Sign(MatchId match, SessionId sender, long n, string text, long atMs)
    {
        ArgumentNullException.ThrowIfNull(text);
        var buffer = ArrayPool<byte>.Shared.Rent(Domain.Length + NumbersLength + Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encode(buffer, match, sender, n, text, atMs);
            Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(_key, buffer.AsSpan(0, length), digest);
            return Base64Url.EncodeToString(digest[..MacLength]);
        }
        finally
        {
            // what people write must not linger in pooled memory
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <inheritdoc />
    public bool Verify(MatchId match, SessionId sender, long n, string text, long atMs, string mac)
    {
        ArgumentNullException.ThrowIfNull(mac);
        var expected = Sign(match, sender, n, text, atMs);
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(mac.AsSpan()));
    }

    private static int Encode(Span<byte> buffer, MatchId match, SessionId sender, long n, string text, long atMs)
    {
        Domain.CopyTo(buffer);
        var numbers = buffer[Domain.Length..];
        match.Value.TryWriteBytes(numbers, bigEndian: true, out _);
        sender.Value.TryWriteBytes(numbers[16..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(numbers[32..], n);
        BinaryPrimitives.WriteInt64BigEndian(numbers[40..], atMs);
        // a lone surrogate becomes U+FFFD here just as it does in the frame that carries the message
        var textLength = Encoding.UTF8.GetBytes(text, numbers[NumbersLength..]);
        BinaryPrimitives.WriteInt32BigEndian(numbers[48..], textLength);
        return Domain.Length + NumbersLength + textLength;
    }
}
