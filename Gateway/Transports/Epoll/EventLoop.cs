using Whisper.Delivery;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>
/// One thread that reads from its share of the sockets, and accepts. It waits for <c>epoll</c> alone: deadlines and what other threads leave for it arrive as wake-ups. The life of
/// a round: (1) what is ready, (2) what other threads have posted, (3) whose time is up, (4) what all this gives rise to.
/// </summary>
internal sealed class EventLoop : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    private readonly byte _number;
    private readonly EpollTransport _transport;
    private readonly Sockets _sockets;
    private readonly Reading _reading;
    private readonly Handshakes _handshakes;
    private readonly ILogger _log;
    private readonly Poller _poller = new();
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly PagedQueue<(int Index, int Generation)> _posted = new();
    private readonly Queue<Action> _actions = new();
    private readonly Lock _timing = new();
    private readonly GatewayClock _clock;
    private volatile bool _isStopping;

    // under the lock: the deadline for which the timer is set
    private long _timedForMs = long.MaxValue;

    public EventLoop(byte number, EpollTransport transport, Handshakes handshakes, GatewayOptions options, GatewayClock clock, TimeProvider time, ILogger log)
    {
        (_number, _transport, _sockets, _handshakes, _clock, _log) = (number, transport, transport.Sockets, handshakes, clock, log);
        _reading = new Reading(transport);
        Closings = new Deadlines(options.CloseTimeout, clock);
        Heads = new Deadlines(KestrelSetup.HeadersTimeout, clock);
        _timer = time.CreateTimer(_ => TimeIsUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = $"epoll {number}" };
    }

    /// <summary>Sockets that must be closed.</summary>
    public Deadlines Closings { get; }

    /// <summary>Sockets whose request must have come.</summary>
    public Deadlines Heads { get; }

    /// <summary>Begins.</summary>
    public void Start() => _thread.Start();

    /// <summary>Takes on a socket that has just been accepted. Any thread.</summary>
    public void TakeOn(int index)
    {
        ref var slot = ref _sockets.Slots[index];
        var (descriptor, generation) = (slot.Descriptor, slot.Generation);
        Heads.Add(index, generation);
        SetTimer();
        _poller.Add(descriptor, Readiness.In | Readiness.PeerDone | Readiness.Edge, Token(index, generation));
    }

    /// <summary>Watches a socket for what its state asks for. Under its gate.</summary>
    public void Watch(ref Slot slot, int index)
    {
        var interest = (slot.Marks & Marks.Unwatched) == 0 ? Readiness.In : Readiness.None;
        _poller.Change(slot.Descriptor, slot.Waiting is null ? interest : interest | Readiness.Out, Token(index, slot.Generation));
    }

    /// <summary>Leaves a socket alone for ever; it goes on elsewhere.</summary>
    public void Forget(int descriptor) => _poller.Remove(descriptor);

    /// <summary>Has a socket looked at again whose pause is over. Any thread.</summary>
    public void Post(int index, int generation)
    {
        lock (_lock)
        {
            _posted.Enqueue((index, generation));
        }

        _poller.Wake();
    }

    /// <summary>A close has begun, and perhaps ended a pause. Any thread.</summary>
    public void Expect(int index, int generation, bool goesOn)
    {
        SetTimer();
        if (goesOn)
        {
            Post(index, generation);
        }
    }

    /// <summary>Has something done by this loop. Any thread.</summary>
    public void Do(Action action)
    {
        lock (_lock)
        {
            _actions.Enqueue(action);
        }

        _poller.Wake();
    }

    /// <summary>Begins to listen. By this loop.</summary>
    public void Listen(EpollListener listener) => _poller.Add(listener.Descriptor, Readiness.In, Token(listener.Number, 0));

    /// <summary>Stops, or goes on, accepting. By this loop.</summary>
    public void Listen(EpollListener listener, bool accepts) =>
        _poller.Change(listener.Descriptor, accepts ? Readiness.In : Readiness.None, Token(listener.Number, 0));

    /// <summary>Ends the thread; all its sockets are closed.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _poller.Wake();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _timer.Dispose();
        _poller.Dispose();
    }

    // the generation of a socket is never 0: that is for listeners
    private static ulong Token(int index, int generation) => ((ulong)(uint)generation << 32) | (uint)index;

    private void Run()
    {
        TimeSlice.Shorten();
        while (!_isStopping)
        {
            Round(_poller.Wait());
        }

        _transport.CloseAll(_number);
    }

    private void Round(int ready)
    {
        using var round = Afterwards.Begin();
        for (var i = 0; i < ready; i++)
        {
            var (token, what) = _poller[i];
            if (token == Poller.WakeToken)
            {
                _poller.Woken();
            }
            else
            {
                Handle((int)(uint)token, (int)(token >> 32), what);
            }
        }

        TakePosted();
        LookAtDeadlines();
    }

    private void Handle(int index, int generation, Readiness what)
    {
        if (generation == 0)
        {
            _transport.ListenerOf(index).Accept();
            return;
        }

        // what an earlier event of the same round closed is another's by now
        if (!_sockets.Slots.Has(index, generation))
        {
            return;
        }

        try
        {
            HandleSocket(index, what);
        }
        catch (Exception error)
        {
            _log.SocketFailed(error);
            if (_sockets.Slots.Has(index, generation))
            {
                _transport.CloseNow(index);
            }
        }
    }

    private void HandleSocket(int index, Readiness what)
    {
        if ((what & (Readiness.Error | Readiness.HangUp)) != 0)
        {
            _transport.CloseNow(index);
        }
        else if (_sockets.Slots[index].Phase == Phase.Handshake)
        {
            _handshakes.Look(index, (what & Readiness.PeerDone) != 0, _reading);
        }
        else if ((what & Readiness.Out) != 0 && _sockets.Flush(index))
        {
            _transport.CloseNow(index);
        }
        else if ((what & Readiness.In) != 0)
        {
            _reading.Read(index);
        }
    }

    private void TakePosted()
    {
        while (true)
        {
            (int Index, int Generation) socket;
            Action? action;
            lock (_lock)
            {
                if (!_actions.TryDequeue(out action) && !_posted.TryPeek(out _))
                {
                    return;
                }

                socket = action is null ? _posted.Dequeue() : default;
            }

            if (action is not null)
            {
                action();
            }
            else if (_sockets.Slots.Has(socket.Index, socket.Generation) && _sockets.TakeUp(socket.Index))
            {
                HandleBacklog(socket.Index, socket.Generation);
            }
        }
    }

    private void HandleBacklog(int index, int generation)
    {
        try
        {
            _reading.TakeUp(index);
        }
        catch (Exception error)
        {
            _log.SocketFailed(error);
            if (_sockets.Slots.Has(index, generation))
            {
                _transport.CloseNow(index);
            }
        }
    }

    private void LookAtDeadlines()
    {
        while (Closings.TryTake(out var index, out var generation))
        {
            if (_sockets.Slots.Has(index, generation) && _sockets.Slots[index].Phase == Phase.Closing)
            {
                _transport.CloseNow(index);
            }
        }

        while (Heads.TryTake(out var index, out var generation))
        {
            if (_sockets.Slots.Has(index, generation) && _sockets.Slots[index].Phase == Phase.Handshake)
            {
                _handshakes.GiveUp(index);
            }
        }
    }

    private void TimeIsUp()
    {
        lock (_timing)
        {
            _timedForMs = long.MaxValue;
        }

        _poller.Wake();
        SetTimer();
    }

    /// <summary>Has the loop look when the first deadline has come, ten times a second at most; without any it sleeps.</summary>
    private void SetTimer()
    {
        var firstMs = Math.Min(Closings.FirstMs, Heads.FirstMs);
        lock (_timing)
        {
            if (firstMs < _timedForMs)
            {
                _timedForMs = firstMs;
                _timer.Change(TimeSpan.FromMilliseconds(Math.Max(ShortestWait.TotalMilliseconds, firstMs - _clock.NowMs)), Timeout.InfiniteTimeSpan);
            }
        }
    }
}
