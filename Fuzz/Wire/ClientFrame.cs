using System.Buffers.Binary;
using System.Text;

namespace Whisper.Fuzz.Wire;

/// <summary>How a frame says its payload's length.</summary>
internal enum LengthForm
{
    /// <summary>As short as can be, which RFC 6455 asks for.</summary>
    Shortest,

    /// <summary>In 16 bits.</summary>
    Bits16,

    /// <summary>In 64 bits.</summary>
    Bits64,
}

/// <summary>A frame as a client sends it, right or wrong: every bit of RFC 6455, 5.2 can be set.</summary>
internal sealed record ClientFrame(int Opcode, byte[] Payload)
{
    /// <summary>Whether its message ends with it.</summary>
    public bool Final { get; init; } = true;

    /// <summary>RSV1 to RSV3, RSV1 being 4.</summary>
    public int Reserved { get; init; }

    /// <summary>Whether it is masked, as a client's frames must be.</summary>
    public bool Masked { get; init; } = true;

    /// <summary>The masking key; by default the one of the examples in RFC 6455, 5.7.</summary>
    public uint Key { get; init; } = 0x37FA213D;

    /// <summary>How the length is written.</summary>
    public LengthForm Length { get; init; }

    /// <summary>What the length says, where that is not how long the payload is.</summary>
    public ulong? Claimed { get; init; }

    public static ClientFrame Text(string text) => new(Opcodes.Text, Encoding.UTF8.GetBytes(text));

    public static ClientFrame Continuation(string text) => new(Opcodes.Continuation, Encoding.UTF8.GetBytes(text));

    public static ClientFrame Ping(string text) => new(Opcodes.Ping, Encoding.UTF8.GetBytes(text));

    public static ClientFrame Pong(string text) => new(Opcodes.Pong, Encoding.UTF8.GetBytes(text));

    /// <summary>A close frame; a reason need not be text.</summary>
    public static ClientFrame Close(int code, ReadOnlySpan<byte> reason = default) => new(Opcodes.Close, [(byte)(code >> 8), (byte)code, .. reason]);

    /// <summary>The bytes on the wire.</summary>
    public byte[] Encode()
    {
        var frame = new List<byte>(Payload.Length + 14) { (byte)((Final ? 0x80 : 0) | (Reserved << 4) | Opcode) };
        var length = Claimed ?? (ulong)Payload.Length;
        var mask = Masked ? 0x80 : 0;
        Span<byte> wide = stackalloc byte[8];
        if (Length == LengthForm.Bits64 || length > ushort.MaxValue)
        {
            BinaryPrimitives.WriteUInt64BigEndian(wide, length);
            frame.Add((byte)(mask | 127));
            frame.AddRange(wide);
        }
        else if (Length == LengthForm.Bits16 || length > 125)
        {
            BinaryPrimitives.WriteUInt16BigEndian(wide, (ushort)length);
            frame.Add((byte)(mask | 126));
            frame.AddRange(wide[..2]);
        }
        else
        {
            frame.Add((byte)(mask | (int)length));
        }

        if (!Masked)
        {
            return [.. frame, .. Payload];
        }

        BinaryPrimitives.WriteUInt32BigEndian(wide, Key);
        frame.AddRange(wide[..4]);
        for (var i = 0; i < Payload.Length; i++)
        {
            frame.Add((byte)(Payload[i] ^ wide[i % 4]));
        }

        return [.. frame];
    }
}
