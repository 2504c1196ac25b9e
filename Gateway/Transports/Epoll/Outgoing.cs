namespace Whisper.Gateway.Transports.Epoll;

/// <summary>
/// What waits for one connection whose socket has no room: frames one behind the other in pooled blocks, so that many small ones go out with one call. A connection whose
/// peer reads has none. Used under the connection's gate.
/// </summary>
internal sealed class Outgoing(BufferPool pool)
{
    private const int BlockBytes = 4096;

    private readonly Queue<byte[]> _blocks = new(1);
    private readonly Queue<int> _frames = new(1);
    private byte[]? _last;
    private int _readAt;
    private int _writeAt;
    private int _sentOfFirst;

    /// <summary>Bytes that wait.</summary>
    public int Bytes { get; private set; }

    /// <summary>Frames that wait, the one included of which a part is out.</summary>
    public int Frames => _frames.Count;

    /// <summary>Whether a ping waits, so that another would say nothing.</summary>
    public bool HasPing { get; set; }

    /// <summary>Whether a pong waits, so that another need not.</summary>
    public bool HasPong { get; set; }

    /// <summary>What goes next.</summary>
    public ReadOnlySpan<byte> Next => _blocks.TryPeek(out var block) ? block.AsSpan(_readAt..(_blocks.Count == 1 ? _writeAt : BlockBytes)) : default;

    /// <summary>Adds a frame, of which so many bytes are out already.</summary>
    public void Add(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, int sent = 0)
    {
        if (sent > 0)
        {
            _sentOfFirst = sent;
        }

        _frames.Enqueue(header.Length + payload.Length);
        Write(header[Math.Min(sent, header.Length)..]);
        Write(payload[Math.Max(0, sent - header.Length)..]);
    }

    /// <summary>So many bytes of <see cref="Next"/> are out.</summary>
    public void Sent(int count)
    {
        Skip(count);
        _sentOfFirst += count;
        while (_frames.TryPeek(out var first) && _sentOfFirst >= first)
        {
            _sentOfFirst -= first;
            _frames.Dequeue();
        }
    }

    /// <summary>Drops what has not begun to go out. The rest of a frame of which a part is out stays, or the next one would be taken for its end.</summary>
    public void DropUnsent()
    {
        var rest = _sentOfFirst > 0 ? _frames.Peek() - _sentOfFirst : 0;
        var kept = new byte[rest];
        for (var at = 0; at < rest;)
        {
            var part = Next[..Math.Min(Next.Length, rest - at)];
            part.CopyTo(kept.AsSpan(at));
            at += part.Length;
            Skip(part.Length);
        }

        var (sent, frame) = (_sentOfFirst, rest > 0 ? _frames.Peek() : 0);
        Release();
        if (rest > 0)
        {
            _frames.Enqueue(frame);
            _sentOfFirst = sent;
            Write(kept);
        }
    }

    /// <summary>Gives all buffers back.</summary>
    public void Release()
    {
        while (_blocks.TryDequeue(out var block))
        {
            pool.Return(block);
        }

        _frames.Clear();
        _last = null;
        (_readAt, _writeAt, _sentOfFirst, Bytes) = (0, 0, 0, 0);
        (HasPing, HasPong) = (false, false);
    }

    private void Skip(int count)
    {
        Bytes -= count;
        _readAt += count;
        if (_readAt == (_blocks.Count == 1 ? _writeAt : BlockBytes))
        {
            _readAt = 0;
            pool.Return(_blocks.Dequeue());
            _last = _blocks.Count == 0 ? null : _last;
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_last is null || _writeAt == BlockBytes)
            {
                _blocks.Enqueue(_last = pool.Rent(BlockBytes));
                _writeAt = 0;
            }

            var part = bytes[..Math.Min(bytes.Length, BlockBytes - _writeAt)];
            part.CopyTo(_last.AsSpan(_writeAt));
            _writeAt += part.Length;
            bytes = bytes[part.Length..];
        }
    }
}
