namespace Whisper.Tests.Model;

/// <summary>A clock that stands still until the simulation moves it to the next timer.</summary>
internal sealed class SimClock : TimeProvider
{
    private readonly PriorityQueue<(SimTimer Timer, int Setting), (DateTimeOffset At, long Order)> _due = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _order;

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on to the next timer and rings it; false when there is none before <paramref name="end"/>.</summary>
    public bool AdvanceToNext(DateTimeOffset end)
    {
        while (_due.TryPeek(out var next, out var at) && at.At <= end)
        {
            _due.Dequeue();
            if (next.Timer.Setting == next.Setting)
            {
                _now = at.At > _now ? at.At : _now;
                next.Timer.Ring();
                return true;
            }
        }

        _now = end;
        return false;
    }

    private sealed class SimTimer(SimClock clock, TimerCallback callback, object? state) : ITimer
    {
        public int Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // No code under test uses a period.
            Setting++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock._due.Enqueue((this, Setting), (clock._now + dueTime, clock._order++));
            }

            return true;
        }

        public void Ring() => callback(state);

        public void Dispose() => Setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
