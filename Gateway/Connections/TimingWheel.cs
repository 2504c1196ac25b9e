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

/// <summary>One reminder, due at a whole tick.</summary>
internal readonly record struct WheelEntry(ConnectionId Connection, WheelTask Task, long DueMs);

/// <summary>
/// Reminders for all connections in one ring of slots, one slot per tick. A reminder is never withdrawn: whoever gets it
/// looks whether it still means something. What is due beyond one turn of the ring stays in its slot for the next. A slot is a chain of small pages, which are used
/// again: one more reminder costs 12 bytes, and leaves no garbage.
/// </summary>
internal sealed class TimingWheel(int tickMs = 100, int slots = 512)
{
    private const int MostSpare = 256;

    private readonly Lock _lock = new();
    private readonly Page?[] _slots = new Page?[slots];
    private readonly Stack<Page> _spare = new();
    private readonly List<WheelEntry> _due = [];
    private long _tick;

    /// <summary>Reminds at the first tick at or after a time.</summary>
    public void Schedule(ConnectionId connection, WheelTask task, long dueMs)
    {
        lock (_lock)
        {
            Put(new Item(connection, (dueMs + tickMs - 1) / tickMs, task));
        }
    }

    /// <summary>Hands over what has become due, outside of any lock. By one thread at a time.</summary>
    public void Advance(long nowMs, Action<WheelEntry> remind)
    {
        ArgumentNullException.ThrowIfNull(remind);
        while (TakeNext(nowMs))
        {
            foreach (var entry in _due)
            {
                remind(entry);
            }
        }
    }

    private bool TakeNext(long nowMs)
    {
        _due.Clear();
        lock (_lock)
        {
            if ((_tick + 1) * tickMs > nowMs)
            {
                return false;
            }

            _tick++;
            var index = _tick % _slots.Length;
            var page = _slots[index];
            _slots[index] = null;
            while (page is not null)
            {
                foreach (ref readonly var item in page.Items.AsSpan(0, page.Count))
                {
                    if (item.Tick <= _tick)
                    {
                        _due.Add(new WheelEntry(item.Connection, item.Task, item.Tick * tickMs));
                    }
                    else
                    {
                        Put(item);
                    }
                }

                page = Spare(page);
            }

            return true;
        }
    }

    private void Put(Item item)
    {
        var index = Math.Max(_tick + 1, item.Tick) % _slots.Length;
        if (_slots[index] is not { Count: < Page.Size } page)
        {
            page = _spare.TryPop(out var spare) ? spare : new Page();
            (page.Count, page.Next) = (0, _slots[index]);
            _slots[index] = page;
        }

        page.Items[page.Count++] = item;
    }

    /// <summary>Keeps a page for later; answers the one behind it.</summary>
    private Page? Spare(Page page)
    {
        if (_spare.Count < MostSpare)
        {
            _spare.Push(page);
        }

        return page.Next;
    }

    private readonly struct Item(ConnectionId connection, long tick, WheelTask task)
    {
        // 31 bits of ticks are years
        private readonly uint _tickAndTask = ((uint)tick << 1) | (uint)task;

        public ConnectionId Connection { get; } = connection;

        public long Tick => _tickAndTask >> 1;

        public WheelTask Task => (WheelTask)(_tickAndTask & 1);
    }

    private sealed class Page
    {
        public const int Size = 40;

        public readonly Item[] Items = new Item[Size];
        public int Count;
        public Page? Next;
    }
}
