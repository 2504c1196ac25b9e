using System.Numerics;
using System.Runtime.InteropServices;

namespace Whisper.LoadTest.Engine;

/// <summary>What a client does to everything it sends (RFC 6455, section 5.3), a vector at a time.</summary>
internal static class Masking
{
    /// <summary>Masks, or unmasks, in place.</summary>
    /// <param name="bytes">What is to be masked; its first byte meets the key's first.</param>
    /// <param name="key">The key's four bytes, as they lie in memory.</param>
    public static void Apply(Span<byte> bytes, uint key)
    {
        var keys = Vector.AsVectorByte(new Vector<uint>(key));
        while (bytes.Length >= Vector<byte>.Count)
        {
            (new Vector<byte>(bytes) ^ keys).CopyTo(bytes);
            bytes = bytes[Vector<byte>.Count..];
        }

        while (bytes.Length >= sizeof(uint))
        {
            MemoryMarshal.Write(bytes, MemoryMarshal.Read<uint>(bytes) ^ key);
            bytes = bytes[sizeof(uint)..];
        }

        var rest = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in key));
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= rest[i];
        }
    }
}
