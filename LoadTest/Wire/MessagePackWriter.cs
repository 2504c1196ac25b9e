using System.Buffers.Binary;
using Whisper.LoadTest.Engine;

namespace Whisper.LoadTest.Wire;

/// <summary>The part of MessagePack that frames of people need, written into the frame that was begun.</summary>
internal readonly ref struct MessagePackWriter(FrameWriter frame)
{
    private const byte ShortMap = 0x80;
    private const byte ShortArray = 0x90;
    private const byte ShortText = 0xA0;
    private const byte True = 0xC3;
    private const byte False = 0xC2;
    private const byte Unsigned32 = 0xCE;
    private const byte Text16 = 0xDA;

    /// <summary>A map of at most 15 fields, which follow.</summary>
    public MessagePackWriter Map(int fields) => Byte((byte)(ShortMap | fields));

    /// <summary>An array of at most 15 items, which follow.</summary>
    public MessagePackWriter Array(int items) => Byte((byte)(ShortArray | items));

    /// <summary>A text of at most 65,535 bytes.</summary>
    public MessagePackWriter Text(ReadOnlySpan<byte> text)
    {
        if (text.Length < 32)
        {
            Byte((byte)(ShortText | text.Length));
        }
        else
        {
            frame.Raw([Text16, (byte)(text.Length >> 8), (byte)text.Length]);
        }

        frame.Raw(text);
        return this;
    }

    /// <summary>A number from 0 to 2^32 - 1.</summary>
    public MessagePackWriter Unsigned(long number)
    {
        if (number < ShortMap)
        {
            return Byte((byte)number);
        }

        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = Unsigned32;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], checked((uint)number));
        frame.Raw(bytes);
        return this;
    }

    /// <summary>True or false.</summary>
    public MessagePackWriter Boolean(bool value) => Byte(value ? True : False);

    private MessagePackWriter Byte(byte value)
    {
        frame.Raw([value]);
        return this;
    }
}
