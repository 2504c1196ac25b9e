namespace Whisper.Gateway.Transports.Epoll;

/// <summary>
/// What a loop does with what arrives on open connections. There is one receive buffer for all of them: frames that arrive whole are handled where they lie, and only what is
/// left over is copied away.
/// </summary>
internal sealed unsafe class Reading(EpollTransport transport)
{
    // of pongs that are gathered before they are sent
    private const int MostPongBytes = 4096;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferPool.Largest, pinned: true);
    private readonly byte[] _pongs = new byte[MostPongBytes];
    private readonly Sockets _sockets = transport.Sockets;
    private int _pongBytes;

    /// <summary>The receive buffer.</summary>
    public Span<byte> Buffer => _buffer;

    /// <summary>Looks at what has arrived on a socket, or takes it; answers how many bytes, 0 at the end of the stream, less than 0 when there is nothing.</summary>
    public static int Receive(int descriptor, Span<byte> target, int flags, out int error)
    {
        fixed (byte* start = target)
        {
            nint received;
            do
            {
                received = Libc.Receive(descriptor, start, target.Length, flags | Libc.DoNotWait);
                error = received < 0 ? Libc.Error : 0;
            }
            while (error == Libc.Interrupted);

            return (int)received;
        }
    }

    /// <summary>Something has arrived.</summary>
    public void Read(int index)
    {
        ref var slot = ref _sockets.Slots[index];
        if ((slot.Marks & Marks.Paused) != 0 && _sockets.IsPaused(index, Marks.Unwatched))
        {
            return;
        }

        var kept = slot.Held?.TakeRaw(_buffer) ?? 0;
        var received = Receive(slot.Descriptor, _buffer.AsSpan(kept), 0, out var error);
        if (received > 0)
        {
            Handle(index, kept + received);
        }
        else if (received < 0 && error == Libc.TryAgain)
        {
            Handle(index, kept);
        }
        else
        {
            transport.CloseNow(index);
        }
    }

    /// <summary>A pause is over for which something was left.</summary>
    public void TakeUp(int index) => Handle(index, _sockets.Slots[index].Held?.TakeRaw(_buffer) ?? 0);

    /// <summary>Handles so many bytes of the receive buffer, beginning where they begin.</summary>
    public void Handle(int index, int count, int begin = 0)
    {
        ref var slot = ref _sockets.Slots[index];
        var (edge, id) = (transport.Edge, slot.Connection);
        var reader = new FrameReader(_buffer.AsSpan(begin, count), slot.Held, transport.Pool) { IsClosing = slot.Phase == Phase.Closing };
        var frames = 0;
        _pongBytes = 0;
        while (true)
        {
            var kind = reader.Next();
            if (kind == FrameKind.Incomplete)
            {
                break;
            }

            frames++;
            if (slot.Phase == Phase.Open)
            {
                edge.Heard(id, 1);
            }

            switch (kind)
            {
                case FrameKind.Text when slot.Phase == Phase.Open:
                    SendPongs(index);
                    edge.Frame(id, reader.Payload);
                    break;
                case FrameKind.Ping when slot.Phase == Phase.Open:
                    AddPong(index, reader.Payload);
                    break;
                case FrameKind.Close:
                    slot.Held = reader.KeepRest();
                    SendPongs(index);
                    AnswerClose(index, id, reader.Payload);
                    return;
                case FrameKind.Violation:
                    SendPongs(index);
                    Break(index, id, reader.Violation);
                    break;
            }

            reader.IsClosing = slot.Phase == Phase.Closing;
            if ((slot.Marks & Marks.Paused) != 0 && _sockets.IsPaused(index, reader.Rest.IsEmpty ? Marks.None : Marks.Backlog))
            {
                break;
            }
        }

        slot.Held = reader.KeepRest();
        SendPongs(index);
        if (frames == 0 && slot.Phase == Phase.Open)
        {
            edge.Heard(id, 0);
        }
    }

    private void Break(int index, ConnectionId id, Protocol.CloseCode code)
    {
        if (_sockets.Slots[index].Phase == Phase.Open)
        {
            transport.Edge.Violated(id, code);
            _sockets.Close(index, id, code);
        }

        if (code == Protocol.CloseCode.ProtocolError)
        {
            // a peer that makes such frames may not read ours: the end of the stream it understands
            _sockets.EndWhenSent(index);
        }
    }

    private void AnswerClose(int index, ConnectionId id, ReadOnlySpan<byte> payload)
    {
        if (_sockets.AnswerClose(index, payload, out var isFirst))
        {
            transport.CloseNow(index);
        }
        else if (isFirst)
        {
            _sockets.EndWhenSent(index);
            transport.CloseSoon(index);
            transport.Edge.Closed(id);
        }
    }

    private void AddPong(int index, ReadOnlySpan<byte> payload)
    {
        if (_pongBytes + payload.Length + FrameHeader.MostWritten > MostPongBytes)
        {
            SendPongs(index);
        }

        var target = _pongs.AsSpan(_pongBytes);
        var head = FrameHeader.Write(target, Opcode.Pong, payload.Length);
        payload.CopyTo(target[head..]);
        _pongBytes += head + payload.Length;
    }

    private void SendPongs(int index)
    {
        if (_pongBytes > 0)
        {
            _sockets.SendPongs(index, _pongs.AsSpan(0, _pongBytes));
            _pongBytes = 0;
        }
    }
}
