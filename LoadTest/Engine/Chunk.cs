namespace Whisper.LoadTest.Engine;

/// <summary>Bytes that wait: half a frame that came, or what the kernel would not take yet.</summary>
internal sealed class Chunk
{
    private byte[] _bytes = new byte[2048];
    private int _start;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>They.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, Count);

    /// <summary>Adds some.</summary>
    public void Add(ReadOnlySpan<byte> more)
    {
        if (_bytes.Length - _start - Count < more.Length)
        {
            var larger = _bytes.Length - Count >= more.Length ? _bytes : new byte[Math.Max(_bytes.Length * 2, Count + more.Length)];
            Bytes.CopyTo(larger);
            (_bytes, _start) = (larger, 0);
        }

        more.CopyTo(_bytes.AsSpan(_start + Count));
        Count += more.Length;
    }

    /// <summary>Takes some off the front.</summary>
    public void Skip(int count)
    {
        _start += count;
        Count -= count;
        if (Count == 0)
        {
            _start = 0;
        }
    }

    /// <summary>Forgets them all; false when it has grown too large to be kept.</summary>
    public bool Reset()
    {
        (_start, Count) = (0, 0);
        return _bytes.Length <= 65_536;
    }
}
