using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Whisper.LoadTest.Engine;

/// <summary>
/// Builds masked frames, one behind the other, in a buffer that a loop has once. What is built goes out with
/// <see cref="Connections.Flush"/>, however many frames it is, in one call.
/// </summary>
internal sealed class FrameWriter(ulong seed)
{
    private const int LongHead = 8;
    private const int ShortHead = 6;
    private const int ShortLength = 125;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    private byte[] _bytes = new byte[8192];
    private ulong _random = seed | 1;
    private int _count;
    private int _start;

    /// <summary>The frames that are ready.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>Forgets them.</summary>
    public void Clear() => _count = 0;

    /// <summary>Begins a frame.</summary>
    public FrameWriter Begin()
    {
        _start = _count;
        Room(LongHead);
        _count += LongHead;
        return this;
    }

    /// <summary>Adds bytes to the payload.</summary>
    public FrameWriter Raw(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
        return this;
    }

    /// <summary>Adds a number in decimal digits.</summary>
    public FrameWriter Number(long number)
    {
        Room(20);
        _ = Utf8Formatter.TryFormat(number, _bytes.AsSpan(_count), out var written);
        _count += written;
        return this;
    }

    /// <summary>Ends the frame: its head is written, its payload masked.</summary>
    public void End(Opcode opcode = Opcode.Text)
    {
        var length = _count - _start - LongHead;
        var payload = _start + LongHead;
        if (length <= ShortLength)
        {
            // the shorter head leaves no gap before the next frame
            _bytes.AsSpan(payload, length).CopyTo(_bytes.AsSpan(_start + ShortHead));
            payload = _start + ShortHead;
            _count = payload + length;
            _bytes[_start + 1] = (byte)(Masked | length);
        }
        else
        {
            _bytes[_start + 1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(_start + 2), checked((ushort)length));
        }

        _bytes[_start] = (byte)(Final | (byte)opcode);
        var key = Random();
        MemoryMarshal.Write(_bytes.AsSpan(payload - sizeof(uint)), in key);
        Masking.Apply(_bytes.AsSpan(payload, length), key);
    }

    /// <summary>Adds a whole frame.</summary>
    public void Frame(ReadOnlySpan<byte> payload, Opcode opcode = Opcode.Text) => Begin().Raw(payload).End(opcode);

    // xorshift: unpredictable enough for a proxy, and a few instructions
    private uint Random()
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return (uint)(_random >> 16);
    }

    private void Room(int more)
    {
        if (_bytes.Length - _count < more)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + more));
        }
    }
}
