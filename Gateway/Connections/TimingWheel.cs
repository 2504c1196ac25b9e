using Whisper.Gateway.Transports;

namespace Whisper.Gateway.Connections;

/// <summary>What a timing wheel reminds of.</summary>
internal enum WheelTask : byte
{
    /// <summary>Hello deadline, then pings and silence.</summary>
    Life,

    /// <summary>The partner's typing is no longer shown.</summary>
    Typing,
}

/// <summary>One reminder.</summary>
internal readonly record struct WheelEntry(ConnectionId Connection, WheelTask Task, long DueMs);

/// <summary>
/// Reminders for all connections in one ring of slots, one slot per tick. A reminder is never withdrawn: whoever gets it
/// looks whether it still means something. What is due beyond one turn of the ring stays in its slot for the next.
/// </summary>
internal sealed class TimingWheel(int tickMs = 100, int slots = 512)
{
    private readonly Lock _lock = new();
    private readonly List<WheelEntry>?[] _slots = new List<WheelEntry>?[slots];
    private long _tick;

    /// <summary>Reminds at the first tick at or after a time.</summary>
    public void Schedule(ConnectionId connection, WheelTask task, long dueMs)
    {
        lock (_lock)
        {
            Put(new WheelEntry(connection, task, dueMs));
        }
    }

    /// <summary>Hands over what has become due, outside of any lock.</summary>
    public void Advance(long nowMs, Action<WheelEntry> remind)
    {
        ArgumentNullException.ThrowIfNull(remind);
        while (TakeNext(nowMs, out var entries))
        {
            foreach (var entry in entries)
            {
                remind(entry);
            }
        }
    }

    private bool TakeNext(long nowMs, out List<WheelEntry> due)
    {
        due = [];
        lock (_lock)
        {
            if ((_tick + 1) * tickMs > nowMs)
            {
                return false;
            }

            _tick++;
            var index = _tick % _slots.Length;
            if (_slots[index] is { } entries)
            {
                _slots[index] = null;
                foreach (var entry in entries)
                {
                    if (entry.DueMs <= _tick * tickMs)
                    {
                        due.Add(entry);
                    }
                    else
                    {
                        Put(entry);
                    }
                }
            }

            return true;
        }
    }

    private void Put(WheelEntry entry)
    {
        var tick = Math.Max(_tick + 1, (entry.DueMs + tickMs - 1) / tickMs);
        var index = tick % _slots.Length;
        (_slots[index] ??= []).Add(entry);
    }
}
