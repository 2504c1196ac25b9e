using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>
/// The transport on Linux's <c>epoll</c>: an idle connection is a descriptor and a <see cref="Slot"/>, and no object, buffer, task or timer of its own. Reading is the business of a
/// few <see cref="EventLoop"/>s; sending, of whoever has something to send.
/// </summary>
internal sealed class EpollTransport : ITransport, IDisposable
{
    private readonly HandshakeRules _rules;
    private readonly ILogger _log;
    private readonly Handshakes _handshakes;
    private readonly PagedArray<int> _indexes = new();
    private readonly EventLoop[] _loops;
    private readonly Lock _lock = new();
    private volatile EpollListener[] _listeners = [];
    private int _nextLoop;
    private bool _isStarted;

    public EpollTransport(
        IEdge edge,
        HandshakeRules rules,
        ClientAddresses clients,
        IOptions<GatewayOptions> options,
        IOptions<HostFilteringOptions> hosts,
        GatewayClock clock,
        TimeProvider time,
        ILogger<EpollTransport> log)
    {
        (Edge, _rules, _log) = (edge, rules, log);
        Sockets = new Sockets(Slots, Pool, options.Value);
        _handshakes = new Handshakes(this, rules, clients, hosts);
        _loops = [.. Enumerable.Range(0, CountOf(options.Value)).Select(number => new EventLoop((byte)number, this, _handshakes, options.Value, clock, time, log))];
        Sockets.Loops = _loops;
    }

    /// <summary>Where frames go.</summary>
    public IEdge Edge { get; }

    /// <summary>All sockets.</summary>
    public SlotTable Slots { get; } = new();

    /// <summary>Buffers for what is in flight.</summary>
    public BufferPool Pool { get; } = new();

    /// <summary>What is sent.</summary>
    public Sockets Sockets { get; }

    /// <inheritdoc />
    public bool Send(ConnectionId id, ReadOnlySpan<byte> utf8) => Sockets.SendText(IndexOf(id), id, utf8);

    /// <inheritdoc />
    public void Ping(ConnectionId id) => Sockets.SendPing(IndexOf(id), id);

    /// <inheritdoc />
    public void Close(ConnectionId id, CloseCode code) => Sockets.Close(IndexOf(id), id, code);

    /// <inheritdoc />
    public void Pause(ConnectionId id) => Sockets.Pause(IndexOf(id), id);

    /// <inheritdoc />
    public void Resume(ConnectionId id) => Sockets.Resume(IndexOf(id), id);

    /// <summary>Begins to accept what a listener has. It is numbered by that.</summary>
    public void Listen(EpollListener listener)
    {
        lock (_lock)
        {
            listener.Number = (byte)_listeners.Length;
            _listeners = [.. _listeners, listener];
            if (!_isStarted)
            {
                _isStarted = true;
                Array.ForEach(_loops, loop => loop.Start());
            }
        }

        listener.Loop.Do(() => listener.Loop.Listen(listener));
    }

    /// <summary>The loop that accepts.</summary>
    public EventLoop First => _loops[0];

    /// <summary>A listener by its number.</summary>
    public EpollListener ListenerOf(int number) => _listeners[number];

    /// <summary>A socket has been accepted.</summary>
    public void Accepted(int descriptor, EpollListener listener)
    {
        var loop = _nextLoop++ % _loops.Length;
        _loops[loop].TakeOn(Slots.Take(descriptor, (byte)loop, listener.Number));
    }

    /// <summary>A handshake is done. By the socket's loop, as what follows.</summary>
    public void Open(int index, AddressKey address)
    {
        var id = Edge.Open(this, address);
        _indexes.Set(id.Slot, index);
        lock (Slots.Gate(index))
        {
            ref var slot = ref Slots[index];
            (slot.Connection, slot.Phase) = (id, Phase.Open);
            _loops[slot.Loop].Watch(ref slot, index);
        }

        if (_rules.IsLeaving)
        {
            // whoever sends everybody away may have passed by in between, and then the edge takes it for closed
            Edge.Violated(id, CloseCode.Drain);
            Sockets.Close(index, id, CloseCode.Drain);
        }
    }

    /// <summary>Hands a socket over to the web server, which finds all that has arrived.</summary>
    public void HandOver(int index)
    {
        int descriptor;
        EpollListener listener;
        lock (Slots.Gate(index))
        {
            ref var slot = ref Slots[index];
            (descriptor, listener) = (slot.Descriptor, _listeners[slot.Listener]);
            _loops[slot.Loop].Forget(descriptor);
            Slots.Free(index);
        }

        listener.HandOver(descriptor);
    }

    /// <summary>Refuses a handshake with an answer of HTTP, and closes when the peer has seen it.</summary>
    public void Refuse(int index, ReadOnlySpan<byte> answer)
    {
        var held = new Inbound(Pool);
        held.TurnDeaf();
        Slots[index].Held = held;
        End(index, answer, UpgradeRequest.MostBytes);
        Sockets.EndWhenSent(index);
    }

    /// <summary>Writes a last answer to a socket that never opens, whose request is so long; it has the close time-out to answer.</summary>
    public void End(int index, ReadOnlySpan<byte> answer, int read)
    {
        lock (Slots.Gate(index))
        {
            ref var slot = ref Slots[index];
            Span<byte> request = stackalloc byte[UpgradeRequest.MostBytes];
            Reading.Receive(slot.Descriptor, request[..read], 0, out _);
            Sockets.WriteAll(slot.Descriptor, answer);
            slot.Phase = Phase.Closing;
            _loops[slot.Loop].Watch(ref slot, index);
        }

        CloseSoon(index);
    }

    /// <summary>Sees to it that a closing socket ends.</summary>
    public void CloseSoon(int index)
    {
        ref var slot = ref Slots[index];
        _loops[slot.Loop].Closings.Add(index, slot.Generation);
        _loops[slot.Loop].Expect(index, slot.Generation, goesOn: false);
    }

    /// <summary>Closes a socket, whatever it is in.</summary>
    public void CloseNow(int index)
    {
        ConnectionId id;
        lock (Slots.Gate(index))
        {
            ref var slot = ref Slots[index];
            id = slot.Connection;
            slot.Waiting?.Release();
            slot.Held?.Release();
            Libc.Close(slot.Descriptor);
            Slots.Free(index);
        }

        if (id != default)
        {
            Edge.Closed(id);
        }
    }

    /// <summary>Closes all sockets of a loop. By that loop.</summary>
    public void CloseAll(byte loop)
    {
        for (var index = 0; index < Slots.End; index++)
        {
            if (Slots[index].Phase != Phase.Free && Slots[index].Loop == loop)
            {
                CloseNow(index);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => Array.ForEach(_loops, loop => loop.Dispose());

    private static int CountOf(GatewayOptions options) =>
        options.EventLoops > 0 ? options.EventLoops : Math.Clamp(Environment.ProcessorCount / CoresPerLoop, 1, MostLoops);

    private const int CoresPerLoop = 4;
    private const int MostLoops = 8;

    private int IndexOf(ConnectionId id) => _indexes.Get(id.Slot);
}
