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
public sealed class EvidenceSigner : IEvidenceSigner, IDisposable
{
    /// <summary>Fewest bytes of a key.</summary>
    public const int MinKeyLength = 32;

    private const int MacLength = 16;
    private const int NumbersLength = 16 + 16 + 8 + 8 + 4;

    // of a message that people write; longer ones are rare
    private const int OnStack = 512;

    private readonly byte[] _key;
    private IncrementalHash? _idle;

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
        // a lone surrogate becomes U+FFFD here just as it does in the frame that carries the message
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> seal = stackalloc byte[MacLength];
        Seal(match, sender, n, utf8, atMs, seal);
        return Base64Url.EncodeToString(seal);
    }

    /// <inheritdoc />
    public void Seal(MatchId match, SessionId sender, long n, ReadOnlySpan<byte> utf8, long atMs, Span<byte> seal)
    {
        var length = Domain.Length + NumbersLength + utf8.Length;
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var buffer = rented ?? stackalloc byte[OnStack];
        try
        {
            Encode(buffer, match, sender, n, utf8, atMs);
            Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
            // a hash that has the key costs half of one that has to be given it
            var hash = Interlocked.Exchange(ref _idle, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
            hash.AppendData(buffer[..length]);
            hash.GetHashAndReset(digest);
            Interlocked.Exchange(ref _idle, hash)?.Dispose();
            digest[..MacLength].CopyTo(seal);
        }
        finally
        {
            // what people write must not linger in pooled memory
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    /// <inheritdoc />
    public bool Verify(MatchId match, SessionId sender, long n, string text, long atMs, string mac)
    {
        ArgumentNullException.ThrowIfNull(mac);
        var expected = Sign(match, sender, n, text, atMs);
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(mac.AsSpan()));
    }

    /// <inheritdoc />
    public void Dispose() => _idle?.Dispose();

    private static void Encode(Span<byte> buffer, MatchId match, SessionId sender, long n, ReadOnlySpan<byte> utf8, long atMs)
    {
        Domain.CopyTo(buffer);
        var numbers = buffer[Domain.Length..];
        match.Value.TryWriteBytes(numbers, bigEndian: true, out _);
        sender.Value.TryWriteBytes(numbers[16..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(numbers[32..], n);
        BinaryPrimitives.WriteInt64BigEndian(numbers[40..], atMs);
        BinaryPrimitives.WriteInt32BigEndian(numbers[48..], utf8.Length);
        utf8.CopyTo(numbers[NumbersLength..]);
    }
}
