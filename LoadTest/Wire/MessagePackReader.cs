using System.Buffers.Binary;

namespace Whisper.LoadTest.Wire;

/// <summary>Reads MessagePack where it lies. What is none sets <see cref="IsBroken"/>, and everything after it is empty.</summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether it met something else than was asked for, or the end.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The fields of the map that begins here; 0 at the end of the bytes.</summary>
    public int Map()
    {
        if (_rest.IsEmpty)
        {
            return 0;
        }

        return Byte() switch
        {
            >= 0x80 and <= 0x8F and var head => head & 0xF,
            0xDE => (int)Unsigned(2),
            _ => (int)Broken(),
        };
    }

    /// <summary>The text that begins here.</summary>
    public ReadOnlySpan<byte> Text() => Byte() switch
    {
        >= 0xA0 and <= 0xBF and var head => Take(head & 0x1F),
        0xD9 => Take((int)Unsigned(1)),
        0xDA => Take((int)Unsigned(2)),
        _ => Take((int)Broken()),
    };

    /// <summary>The integer that begins here.</summary>
    public long Number() => Byte() switch
    {
        <= 0x7F and var small => small,
        0xCC => Unsigned(1),
        0xCD => Unsigned(2),
        0xCE => Unsigned(4),
        0xCF => Unsigned(8),
        _ => Broken(),
    };

    /// <summary>Goes behind the value that begins here.</summary>
    public void Skip()
    {
        var head = Byte();
        var items = head switch
        {
            >= 0x80 and <= 0x8F => (head & 0xF) * 2,
            >= 0x90 and <= 0x9F => head & 0xF,
            0xDC => (int)Unsigned(2),
            0xDE => (int)Unsigned(2) * 2,
            _ => 0,
        };
        Take(head switch
        {
            >= 0xA0 and <= 0xBF => head & 0x1F,
            0xD9 => (int)Unsigned(1),
            0xDA => (int)Unsigned(2),
            0xCC or 0xD0 => 1,
            0xCD or 0xD1 => 2,
            0xCA or 0xCE or 0xD2 => 4,
            0xCB or 0xCF or 0xD3 => 8,
            _ => 0,
        });
        while (items-- > 0 && !IsBroken)
        {
            Skip();
        }
    }

    private byte Byte() => Take(1) is [var value] ? value : (byte)0;

    private long Unsigned(int size)
    {
        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        Take(size).CopyTo(padded[(8 - size)..]);
        return (long)BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            Broken();
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private long Broken()
    {
        IsBroken = true;
        _rest = default;
        return 0;
    }
}
