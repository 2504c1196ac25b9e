namespace Whisper.Gateway.Transports.Epoll;

/// <summary>What is held of a connection that is in the middle of something: part of a frame, or of a message in fragments. An idle connection has none.</summary>
internal sealed class Inbound(BufferPool pool)
{
    private byte[]? _raw;
    private byte[]? _message;
    private int _rawCount;
    private int _messageCount;
    private int _soundCount;

    /// <summary>Whether a message in fragments has begun and not ended.</summary>
    public bool InMessage { get; private set; }

    /// <summary>Bytes of a payload that are still to come and mean nothing any more.</summary>
    public ulong Skip { get; set; }

    /// <summary>Whether nothing more is read into what comes: where a frame would begin is anybody's guess.</summary>
    public bool Deaf { get; private set; }

    /// <summary>How many bytes wait to be read as frames.</summary>
    public int RawCount => _rawCount;

    /// <summary>Bytes of the fragments so far.</summary>
    public int MessageCount => _messageCount;

    /// <summary>The fragments so far.</summary>
    public Span<byte> Message => _message.AsSpan(0, _messageCount);

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty => !InMessage && !Deaf && Skip == 0 && _rawCount == 0 && _message is null;

    /// <summary>Keeps bytes that cannot be read as frames yet; there were none.</summary>
    public void Keep(ReadOnlySpan<byte> bytes)
    {
        _raw = pool.Rent(bytes.Length);
        bytes.CopyTo(_raw);
        _rawCount = bytes.Length;
    }

    /// <summary>Gives those bytes back; answers how many there are.</summary>
    public int TakeRaw(Span<byte> target)
    {
        var count = _rawCount;
        _raw.AsSpan(0, count).CopyTo(target);
        ReturnRaw();
        return count;
    }

    /// <summary>Adds a fragment; false when the text is not UTF-8.</summary>
    public bool Append(ReadOnlySpan<byte> fragment, bool final)
    {
        InMessage = !final;
        var count = _messageCount + fragment.Length;
        if (_message is null || count > _message.Length)
        {
            var larger = pool.Rent(Math.Max(1, count));
            Message.CopyTo(larger);
            ReturnMessage();
            _message = larger;
        }

        fragment.CopyTo(_message.AsSpan(_messageCount));
        _messageCount = count;
        return Utf8Text.Check(Message, final, ref _soundCount);
    }

    /// <summary>The message has been handled, or given up.</summary>
    public void EndMessage()
    {
        ReturnMessage();
        InMessage = false;
        (_messageCount, _soundCount) = (0, 0);
    }

    /// <summary>From now on nothing is read any more.</summary>
    public void TurnDeaf()
    {
        Release();
        Deaf = true;
    }

    /// <summary>Gives all buffers back.</summary>
    public void Release()
    {
        ReturnRaw();
        EndMessage();
        Skip = 0;
    }

    private void ReturnRaw()
    {
        if (_raw is { } raw)
        {
            (_raw, _rawCount) = (null, 0);
            pool.Return(raw);
        }
    }

    private void ReturnMessage()
    {
        if (_message is { } message)
        {
            _message = null;
            pool.Return(message);
        }
    }
}
