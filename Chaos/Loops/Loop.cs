namespace Whisper.Chaos.Loops;

/// <summary>
/// The one thread on which all clients live: they need no locks, and what they write down is in the order in which it
/// happened. Awaits inside it come back to it.
/// </summary>
public sealed class Loop : SynchronizationContext, IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly PriorityQueue<LoopTimer, long> _timers = new();
    private readonly Thread _thread;
    private List<(SendOrPostCallback Call, object? State)> _queued = [];
    private List<(SendOrPostCallback Call, object? State)> _current = [];
    private volatile bool _stopped;
    private long _worstLag;

    /// <summary>Starts the thread.</summary>
    public Loop()
    {
        _thread = new Thread(Turn) { IsBackground = true, Name = "clients" };
        _thread.Start();
    }

    /// <summary>What went wrong first on the thread: a defect of this program.</summary>
    public Exception? Broken { get; private set; }

    /// <summary>The longest that a timer was late since this was last asked: how far the clients themselves can be blamed for a delay.</summary>
    public TimeSpan TakeWorstLag() => Clock.Span(Interlocked.Exchange(ref _worstLag, 0));

    /// <inheritdoc />
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            _queued.Add((d, state));
        }

        _wake.Set();
    }

    /// <inheritdoc />
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody may wait for the clients' thread.");

    /// <summary>Does something on the thread; to be awaited from elsewhere.</summary>
    public Task<T> Run<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            _ =>
            {
                try
                {
                    done.SetResult(action());
                }
                catch (Exception wrong)
                {
                    done.SetException(wrong);
                }
            },
            null);
        return done.Task;
    }

    /// <summary>Does something on the thread; to be awaited from elsewhere.</summary>
    public Task Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    /// <summary>Does something later; only from the thread itself.</summary>
    internal LoopTimer After(TimeSpan delay, Action action) => At(Clock.Now + Clock.Micros(delay), action);

    /// <summary>Does something at a time of <see cref="Clock"/>; only from the thread itself.</summary>
    internal LoopTimer At(long due, Action action)
    {
        var timer = new LoopTimer(due, action);
        _timers.Enqueue(timer, due);
        return timer;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopped = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    private void Turn()
    {
        SetSynchronizationContext(this);
        while (!_stopped)
        {
            try
            {
                _ = _wake.WaitOne(UntilNextTimer());
                FireTimers();
                WorkOff();
            }
            catch (Exception wrong)
            {
                Broken ??= wrong;
            }
        }
    }

    private TimeSpan UntilNextTimer()
    {
        if (!_timers.TryPeek(out _, out var due))
        {
            return Timeout.InfiniteTimeSpan;
        }

        // whole milliseconds upwards, or the wait would end just before the time, over and over
        var micros = Math.Max(0, due - Clock.Now);
        return TimeSpan.FromMilliseconds((micros + 999) / 1000);
    }

    private void FireTimers()
    {
        while (_timers.TryPeek(out var timer, out var due) && due <= Clock.Now)
        {
            _timers.Dequeue();
            _worstLag = Math.Max(_worstLag, Clock.Now - due);
            timer.Fire();
        }
    }

    private void WorkOff()
    {
        lock (_gate)
        {
            (_queued, _current) = (_current, _queued);
        }

        foreach (var (call, state) in _current)
        {
            call(state);
        }

        _current.Clear();
    }
}
