using System.Buffers.Binary;

namespace Whisper.Chaos.Wire;

/// <summary>What a WebSocket client must know of RFC 6455: it masks what it sends, and is sent nothing masked.</summary>
internal static class Framing
{
    public const int Text = 0x1;
    public const int Close = 0x8;
    public const int Ping = 0x9;
    public const int Pong = 0xA;

    private const int ShortLength = 125;
    private const int Length16 = 126;
    private const int Length64 = 127;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    /// <summary>A whole frame as it goes over the wire.</summary>
    public static byte[] Encode(int opcode, ReadOnlySpan<byte> payload)
    {
        var head = payload.Length <= ShortLength ? 2 : payload.Length <= ushort.MaxValue ? 4 : 10;
        var frame = new byte[head + 4 + payload.Length];
        frame[0] = (byte)(Final | opcode);
        frame[1] = (byte)(Masked | (head == 2 ? payload.Length : head == 4 ? Length16 : Length64));
        if (head == 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        }
        else if (head == 10)
        {
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
        }

        // a mask of zeros is a mask: this client has nothing to hide from a proxy
        payload.CopyTo(frame.AsSpan(head + 4));
        return frame;
    }

    /// <summary>The frame at the beginning of what has arrived; false when it is not all there yet.</summary>
    /// <param name="arrived">What has arrived.</param>
    /// <param name="opcode">Its kind.</param>
    /// <param name="start">Where its payload begins.</param>
    /// <param name="length">How long that is, in bytes.</param>
    public static bool TryRead(ReadOnlySpan<byte> arrived, out int opcode, out int start, out int length)
    {
        (opcode, start, length) = (0, 2, 0);
        if (arrived.Length < 2)
        {
            return false;
        }

        opcode = arrived[0] & 0x0F;
        length = arrived[1] & 0x7F;
        if (length == Length16)
        {
            start = 4;
            length = arrived.Length < 4 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(arrived[2..]);
        }
        else if (length == Length64)
        {
            start = 10;
            length = arrived.Length < 10 ? 0 : checked((int)BinaryPrimitives.ReadUInt64BigEndian(arrived[2..]));
        }

        return arrived.Length >= start + length;
    }
}
