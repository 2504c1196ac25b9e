using System.Buffers.Binary;
using Whisper.Fuzz.Wire;

namespace Whisper.Fuzz.Model;

/// <summary>As much of a frame's header as there is.</summary>
internal readonly record struct FrameHeader
{
    /// <summary>The first byte.</summary>
    private byte First { get; init; }

    public int Opcode => First & 0x0F;

    public bool Final => (First & 0x80) != 0;

    public int Reserved => (First >> 4) & 0x07;

    public bool IsControl => Opcode >= Opcodes.Close;

    /// <summary>Whether the second byte is there, with <see cref="Masked"/> and <see cref="IsShort"/>.</summary>
    public bool HasSecond { get; private init; }

    /// <summary>Whether the length is in the second byte, up to 125.</summary>
    public bool IsShort { get; private init; }

    /// <summary>Whether the length, and what comes before it, is all there.</summary>
    public bool HasLength { get; private init; }

    public bool Masked { get; private init; }

    public ulong Length { get; private init; }

    /// <summary>Whether the length was written as short as can be.</summary>
    public bool IsShortest { get; private init; }

    public uint Key { get; private init; }

    /// <summary>Where the payload begins.</summary>
    public int Size { get; private init; }

    /// <summary>Whether all of it is there, masking key included.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>Reads the header at the beginning of some bytes, at least one.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        var header = new FrameHeader { First = bytes[0] };
        if (bytes.Length < 2)
        {
            return header;
        }

        var form = bytes[1] & 0x7F;
        var wide = form switch { 126 => 2, 127 => 8, _ => 0 };
        var masked = (bytes[1] & 0x80) != 0;
        header = header with { HasSecond = true, Masked = masked, IsShort = wide == 0 };
        if (bytes.Length < 2 + wide)
        {
            return header;
        }

        var length = wide switch { 2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 8 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]), _ => (ulong)form };
        var size = 2 + wide + (masked ? 4 : 0);
        var isComplete = bytes.Length >= size;
        return header with
        {
            HasLength = true,
            Length = length,
            IsShortest = wide == 0 || length > (wide == 2 ? 125UL : ushort.MaxValue),
            Size = size,
            IsComplete = isComplete,
            Key = masked && isComplete ? BinaryPrimitives.ReadUInt32BigEndian(bytes[(2 + wide)..]) : 0,
        };
    }
}
