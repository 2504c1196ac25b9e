using System.Buffers.Binary;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>What a frame is, as its first byte has it.</summary>
internal enum Opcode : byte
{
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
}

/// <summary>The head of a WebSocket frame (RFC 6455, section 5.2).</summary>
/// <param name="Opcode">What it is.</param>
/// <param name="Final">Whether it ends its message.</param>
/// <param name="Size">Bytes of the head itself, 6 to 14.</param>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Mask">The mask, in the order of its bytes in memory.</param>
internal readonly record struct FrameHeader(Opcode Opcode, bool Final, int Size, ulong Length, uint Mask)
{
    /// <summary>The largest payload of a control frame.</summary>
    public const int MostControlBytes = 125;

    /// <summary>The largest head that <see cref="Write"/> makes.</summary>
    public const int MostWritten = 4;

    private const int MaskBytes = 4;
    private const byte FinalBit = 0x80;
    private const byte MaskBit = 0x80;
    private const int TwoBytes = 126;
    private const int EightBytes = 127;

    /// <summary>Whether it is a close, a ping or a pong.</summary>
    public bool IsControl => Opcode >= Opcode.Close;

    /// <summary>
    /// Reads the head of a client's frame; the mask, its last four bytes, may still be missing. False when more bytes are needed, or when a rule is broken, which is noticed at the first byte
    /// that breaks it, and then <paramref name="violation"/> says which.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out FrameHeader header, out CloseCode violation)
    {
        header = default;
        violation = CloseCode.None;
        if (data.IsEmpty)
        {
            return false;
        }

        var opcode = (Opcode)(data[0] & 0x0F);
        var isFinal = (data[0] & FinalBit) != 0;
        var isControl = opcode is Opcode.Close or Opcode.Ping or Opcode.Pong;
        if ((data[0] & 0x70) != 0 || !(isControl || opcode <= Opcode.Binary) || (isControl && !isFinal))
        {
            violation = CloseCode.ProtocolError;
            return false;
        }

        if (data.Length < 2)
        {
            return false;
        }

        var length = (ulong)(data[1] & ~MaskBit);
        // a close says nothing, or a code of two bytes at least
        if ((data[1] & MaskBit) == 0 || (isControl && length > MostControlBytes) || (opcode == Opcode.Close && length == 1))
        {
            violation = CloseCode.ProtocolError;
            return false;
        }

        var size = 2;
        if (length >= TwoBytes)
        {
            var isLong = length == EightBytes;
            size += isLong ? 8 : 2;
            if (data.Length < size)
            {
                return false;
            }

            length = isLong ? BinaryPrimitives.ReadUInt64BigEndian(data[2..]) : BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
            if (length < (isLong ? ushort.MaxValue + 1u : TwoBytes))
            {
                // the shortest form must be used
                violation = CloseCode.ProtocolError;
                return false;
            }
        }

        var mask = data.Length < size + MaskBytes ? 0 : BitConverter.ToUInt32(data[size..]);
        header = new FrameHeader(opcode, isFinal, size + MaskBytes, length, mask);
        return true;
    }

    /// <summary>Writes the head of a server's frame of at most 65,535 bytes; answers its size.</summary>
    public static int Write(Span<byte> target, Opcode opcode, int length)
    {
        target[0] = (byte)(FinalBit | (byte)opcode);
        if (length < TwoBytes)
        {
            target[1] = (byte)length;
            return 2;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, ushort.MaxValue);
        target[1] = TwoBytes;
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)length);
        return MostWritten;
    }
}
