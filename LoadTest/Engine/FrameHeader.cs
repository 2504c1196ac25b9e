using System.Buffers.Binary;

namespace Whisper.LoadTest.Engine;

/// <summary>The head of a frame that a server sent.</summary>
/// <param name="Opcode">Its kind.</param>
/// <param name="IsFinal">Whether the message ends with it.</param>
/// <param name="Start">Where its payload begins.</param>
/// <param name="Length">How long the payload is, in bytes.</param>
internal readonly record struct FrameHeader(Opcode Opcode, bool IsFinal, int Start, int Length)
{
    private const int Length16 = 126;
    private const int Length64 = 127;

    /// <summary>The most that is taken, in bytes: sixteen times what any frame of the protocol may have.</summary>
    public const int MostBytes = 1 << 18;

    /// <summary>Reads it off the beginning of what has arrived.</summary>
    /// <returns>1 when the whole frame is there, 0 when more must arrive, -1 when no server may send this.</returns>
    public static int TryRead(ReadOnlySpan<byte> arrived, out FrameHeader header)
    {
        header = default;
        if (arrived.Length < 2)
        {
            return 0;
        }

        var (first, second) = (arrived[0], arrived[1]);
        if ((first & 0x70) != 0 || (second & 0x80) != 0)
        {
            return -1;
        }

        var (start, length) = (2, (ulong)second);
        if (second == Length16)
        {
            start = 4;
            length = arrived.Length < start ? 0ul : BinaryPrimitives.ReadUInt16BigEndian(arrived[2..]);
        }
        else if (second == Length64)
        {
            start = 10;
            length = arrived.Length < start ? 0ul : BinaryPrimitives.ReadUInt64BigEndian(arrived[2..]);
        }

        if (length > MostBytes)
        {
            return -1;
        }

        header = new((Opcode)(first & 0x0F), (first & 0x80) != 0, start, (int)length);
        return arrived.Length >= start + (int)length ? 1 : 0;
    }
}
