using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>
/// What is sent, from any thread, at once where the socket has room and from <see cref="Outgoing"/> where it has not. Every method holds the socket's gate, and none calls
/// anybody else under it.
/// </summary>
internal sealed class Sockets(SlotTable slots, BufferPool pool, GatewayOptions options) : ISendsGathered
{
    // what most frames fit into, their head included
    private const int StackBytes = 1024;

    /// <summary>All sockets.</summary>
    public SlotTable Slots => slots;

    /// <summary>The loops, by their number.</summary>
    public EventLoop[] Loops { get; set; } = [];

    /// <summary>Sends a text frame to an open connection; false when too much waits already.</summary>
    public bool SendText(int index, ConnectionId id, ReadOnlySpan<byte> utf8)
    {
        var length = FrameHeader.MostWritten + utf8.Length;
        var gathered = Gathered.Here;
        if (gathered is not null)
        {
            if (gathered.Behind(index, id, length) is { IsEmpty: false } room)
            {
                gathered.Added(WriteText(room, utf8));
                return true;
            }

            gathered.Send();
        }

        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            if (slot.Connection != id || slot.Phase != Phase.Open)
            {
                return true;
            }

            if (slot.Waiting is { } waiting && (waiting.Frames >= options.OutboundFrames || waiting.Bytes + utf8.Length > options.OutboundBytes))
            {
                return false;
            }

            if (gathered is not null && gathered.First(this, index, id, length) is { IsEmpty: false } room)
            {
                gathered.Added(WriteText(room, utf8));
                return true;
            }

            Span<byte> head = stackalloc byte[FrameHeader.MostWritten];
            Send(ref slot, index, head[..FrameHeader.Write(head, Opcode.Text, utf8.Length)], utf8);
            return true;
        }
    }

    /// <inheritdoc />
    public void Send(Gathered gathered)
    {
        lock (slots.Gate(gathered.Index))
        {
            ref var slot = ref slots[gathered.Index];
            if (slot.Connection == gathered.Id && slot.Phase == Phase.Open)
            {
                Send(ref slot, gathered.Index, gathered.Bytes, []);
            }
        }
    }

    /// <summary>Sends a ping, unless one waits already.</summary>
    public void SendPing(int index, ConnectionId id)
    {
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            if (slot.Connection == id && slot.Phase == Phase.Open && slot.Waiting is not { HasPing: true })
            {
                Span<byte> frame = stackalloc byte[2];
                Send(ref slot, index, frame[..FrameHeader.Write(frame, Opcode.Ping, 0)], []);
                slot.Waiting?.HasPing = true;
            }
        }
    }

    /// <summary>Sends whole pongs; when something waits, one is enough.</summary>
    public void SendPongs(int index, ReadOnlySpan<byte> pongs)
    {
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            if (slot.Phase == Phase.Open && slot.Waiting is not { HasPong: true })
            {
                Send(ref slot, index, pongs, []);
                slot.Waiting?.HasPong = true;
            }
        }
    }

    /// <summary>Begins to close with a code; false when that has begun already. The socket ends within the close time-out.</summary>
    public bool Close(int index, ConnectionId id, CloseCode code)
    {
        EventLoop loop;
        int generation;
        bool goesOn;
        // what this thread has for it goes before its end
        Gathered.Here?.Send();
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            if (slot.Connection != id || slot.Phase != Phase.Open)
            {
                return false;
            }

            (slot.Phase, loop, generation) = (Phase.Closing, Loops[slot.Loop], slot.Generation);
            if (code == CloseCode.SlowReader)
            {
                slot.Waiting?.DropUnsent();
            }

            Span<byte> frame = stackalloc byte[ClosePayload.MostWritten];
            Send(ref slot, index, frame[..ClosePayload.Write(frame, code)], []);
            goesOn = GoOn(ref slot);
        }

        loop.Closings.Add(index, generation);
        loop.Expect(index, generation, goesOn);
        return true;
    }

    /// <summary>
    /// The peer has sent its close frame. If it was the first to, it is answered, and what it still sends is waited for, because closing a socket with something unread in it may cost
    /// the peer our answer. True when it was the answer to ours, and the socket can be closed at once.
    /// </summary>
    public bool AnswerClose(int index, ReadOnlySpan<byte> payload, out bool isFirst)
    {
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            isFirst = slot.Phase == Phase.Open;
            if (!isFirst)
            {
                slot.Marks |= Marks.CloseWhenSent;
                return slot.Waiting is null;
            }

            (slot.Phase, slot.Connection) = (Phase.Closing, default);
            Span<byte> frame = stackalloc byte[FrameHeader.MostWritten];
            Send(ref slot, index, frame[..ClosePayload.WriteEcho(frame, payload)], []);
            return false;
        }
    }

    /// <summary>When everything is sent, tells the peer that nothing more will be.</summary>
    public void EndWhenSent(int index)
    {
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            slot.Marks |= Marks.EndWhenSent;
            if (slot.Waiting is null)
            {
                Libc.Shutdown(slot.Descriptor, Libc.ShutWrite);
            }
        }
    }

    /// <summary>Stops handing over frames.</summary>
    public void Pause(int index, ConnectionId id)
    {
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            if (slot.Connection == id && slot.Phase == Phase.Open)
            {
                slot.Marks |= Marks.Paused;
            }
        }
    }

    /// <summary>Takes handing over up again; what arrived meanwhile is the loop's to look at.</summary>
    public void Resume(int index, ConnectionId id)
    {
        EventLoop loop;
        int generation;
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            if (slot.Connection != id || !GoOn(ref slot))
            {
                return;
            }

            (loop, generation) = (Loops[slot.Loop], slot.Generation);
        }

        loop.Post(index, generation);
    }

    /// <summary>Whether the loop must leave a connection alone; if so, and something waits, it is told when that is over.</summary>
    public bool IsPaused(int index, Marks because)
    {
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            if ((slot.Marks & Marks.Paused) == 0)
            {
                return false;
            }

            if ((because & ~slot.Marks) != 0)
            {
                slot.Marks |= because;
                Watch(ref slot, index);
            }

            return true;
        }
    }

    /// <summary>Watches a connection for arrivals again; answers whether there is something that has been read before.</summary>
    public bool TakeUp(int index)
    {
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            if ((slot.Marks & Marks.Paused) != 0)
            {
                return false;
            }

            var marks = slot.Marks;
            slot.Marks &= ~(Marks.Unwatched | Marks.Backlog);
            if ((marks & Marks.Unwatched) != 0)
            {
                Watch(ref slot, index);
            }

            return (marks & Marks.Backlog) != 0;
        }
    }

    /// <summary>There is room: sends what waits. True when the socket is to be closed now.</summary>
    public bool Flush(int index)
    {
        lock (slots.Gate(index))
        {
            ref var slot = ref slots[index];
            while (slot.Waiting is { } waiting)
            {
                var next = waiting.Next;
                if (next.IsEmpty)
                {
                    waiting.Release();
                    slot.Waiting = null;
                    Watch(ref slot, index);
                    break;
                }

                var sent = Write(slot.Descriptor, next);
                if (sent <= 0)
                {
                    return false;
                }

                waiting.Sent(sent);
            }

            if ((slot.Marks & Marks.EndWhenSent) != 0)
            {
                Libc.Shutdown(slot.Descriptor, Libc.ShutWrite);
            }

            return (slot.Marks & Marks.CloseWhenSent) != 0;
        }
    }

    /// <summary>Writes what is no frame, on a socket on which nothing waits; false when not all of it went out.</summary>
    public static bool WriteAll(int descriptor, ReadOnlySpan<byte> bytes) => Write(descriptor, bytes) == bytes.Length;

    /// <summary>Whether a pause is over for which the loop has left something.</summary>
    private static bool GoOn(ref Slot slot)
    {
        slot.Marks &= ~Marks.Paused;
        return (slot.Marks & (Marks.Unwatched | Marks.Backlog)) != 0;
    }

    private static int WriteText(Span<byte> target, ReadOnlySpan<byte> utf8)
    {
        var head = FrameHeader.Write(target, Opcode.Text, utf8.Length);
        utf8.CopyTo(target[head..]);
        return head + utf8.Length;
    }

    private static unsafe int Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint sent;
            do
            {
                sent = Libc.Send(descriptor, start, bytes.Length, Libc.DoNotWait);
            }
            while (sent < 0 && Libc.Error == Libc.Interrupted);

            return (int)sent;
        }
    }

    private void Send(ref Slot slot, int index, ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload)
    {
        if (slot.Waiting is null)
        {
            var sent = payload.IsEmpty ? Write(slot.Descriptor, head) : WriteFrame(slot.Descriptor, head, payload);
            if (sent == head.Length + payload.Length || (sent < 0 && Libc.Error != Libc.TryAgain))
            {
                // out; or the socket has failed, which the loop is told
                return;
            }

            var waiting = slot.Waiting = new Outgoing(pool);
            waiting.Add(head, payload, Math.Max(0, sent));
            Watch(ref slot, index);
            return;
        }

        slot.Waiting.Add(head, payload);
    }

    private int WriteFrame(int descriptor, ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload)
    {
        var size = head.Length + payload.Length;
        if (size <= StackBytes)
        {
            Span<byte> frame = stackalloc byte[StackBytes];
            head.CopyTo(frame);
            payload.CopyTo(frame[head.Length..]);
            return Write(descriptor, frame[..size]);
        }

        var rented = pool.Rent(size);
        head.CopyTo(rented);
        payload.CopyTo(rented.AsSpan(head.Length));
        var sent = Write(descriptor, rented.AsSpan(0, size));
        pool.Return(rented);
        return sent;
    }

    private void Watch(ref Slot slot, int index) => Loops[slot.Loop].Watch(ref slot, index);
}
