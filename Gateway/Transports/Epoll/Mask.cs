using System.Numerics;
using System.Runtime.InteropServices;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>The masking of client frames (RFC 6455, section 5.3).</summary>
internal static class Mask
{
    /// <summary>Masks, or unmasks, in place: as many bytes at once as the processor takes.</summary>
    public static void Apply(Span<byte> payload, uint mask)
    {
        if (mask == 0)
        {
            return;
        }

        if (payload.Length >= Vector<byte>.Count)
        {
            var wide = Vector.AsVectorByte(new Vector<uint>(mask));
            var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(payload);
            foreach (ref var vector in vectors)
            {
                vector ^= wide;
            }

            // a vector is a multiple of four bytes, so that the mask begins anew behind it
            payload = payload[(vectors.Length * Vector<byte>.Count)..];
        }

        var words = MemoryMarshal.Cast<byte, uint>(payload);
        foreach (ref var word in words)
        {
            word ^= mask;
        }

        var rest = payload[(words.Length * sizeof(uint))..];
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in mask));
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] ^= bytes[i];
        }
    }
}
