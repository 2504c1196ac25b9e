using System.Runtime.InteropServices;

namespace Whisper.Simulation.Engine;

/// <summary>
/// A clock that stands still while code runs and jumps to the next thing that is due. Everything runs on the thread that calls
/// <see cref="RunUntil"/>, in an order that depends on nothing but what was scheduled: the same seed gives the same run.
/// </summary>
/// <remarks>
/// A million people each have something due minutes ahead, while calls are due within a millisecond. Far things lie unsorted in slots of
/// 105 ms, so that the heap holds only what the present slot holds and stays in the cache.
/// </remarks>
internal sealed class VirtualTime : TimeProvider
{
    private const int SlotBits = 20;

    private readonly PriorityQueue<(IDue Due, int Setting), (long At, long Order)> _near = new();
    private readonly Dictionary<long, List<(IDue Due, int Setting, long At, long Order)>> _far = [];
    private readonly Stack<List<(IDue Due, int Setting, long At, long Order)>> _spare = new();
    private readonly Loop _loop = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly long _start;
    private long _now;
    private long _slot;
    private long _order;

    /// <summary>A clock at the beginning of 2026.</summary>
    public VirtualTime()
    {
        _start = _now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
        _slot = _now >> SlotBits;
    }

    /// <summary>Since the run began.</summary>
    public TimeSpan Elapsed => new(_now - _start);

    public override DateTimeOffset GetUtcNow() => new(_now, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new VirtualTimer(this, callback, state, dueTime);

    /// <summary>Rings <paramref name="due"/> after a time; at once when it is not positive, but never before this returns.</summary>
    public void Schedule(TimeSpan after, IDue due, int setting = 0)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("Something has left the one thread of the simulation.");
        }

        var at = _now + Math.Max(0, after.Ticks);
        var slot = at >> SlotBits;
        if (slot <= _slot)
        {
            _near.Enqueue((due, setting), (at, _order++));
            return;
        }

        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_far, slot, out _);
        list ??= _spare.TryPop(out var spare) ? spare : [];
        list.Add((due, setting, at, _order++));
    }

    /// <summary>Lets everything happen that is due up to a moment of the run.</summary>
    public void RunUntil(TimeSpan elapsed)
    {
        var end = _start + elapsed.Ticks;
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_loop);
        try
        {
            do
            {
                _loop.RunPosted();
            }
            while (RingNext(end));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        _now = end;
    }

    private bool RingNext(long end)
    {
        while (_near.Count == 0)
        {
            if (_slot >= end >> SlotBits)
            {
                return false;
            }

            OpenSlot(++_slot);
        }

        if (!_near.TryPeek(out var next, out var at) || at.At > end)
        {
            return false;
        }

        _near.Dequeue();
        _now = at.At;
        next.Due.Ring(next.Setting);
        return true;
    }

    private void OpenSlot(long slot)
    {
        if (!_far.Remove(slot, out var list))
        {
            return;
        }

        foreach (var (due, setting, at, order) in list)
        {
            _near.Enqueue((due, setting), (at, order));
        }

        list.Clear();
        _spare.Push(list);
    }

    /// <summary>Keeps on this thread whatever a continuation would otherwise take elsewhere.</summary>
    private sealed class Loop : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public void RunPosted()
        {
            while (_posted.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
    }

    private sealed class VirtualTimer : ITimer, IDue
    {
        private readonly VirtualTime _time;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private int _setting;

        public VirtualTimer(VirtualTime time, TimerCallback callback, object? state, TimeSpan due)
        {
            (_time, _callback, _state) = (time, callback, state);
            Change(due, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // no code that runs here uses a period
            _setting++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _time.Schedule(dueTime, this, _setting);
            }

            return true;
        }

        public void Ring(int setting)
        {
            if (setting == _setting)
            {
                _callback(_state);
            }
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
