namespace Whisper.LoadTest.Engine;

/// <summary>
/// Reminders to the millisecond, in arrays: one costs 24 bytes while it runs and nothing afterwards. Nothing is cancelled;
/// whoever is reminded looks whether it still matters, for which the reminder carries a number.
/// </summary>
internal sealed class Wheel
{
    private const int Slots = 8192;
    private const int None = -1;

    private readonly int[] _heads = new int[Slots];
    private Entry[] _entries = new Entry[64];
    private int _free = None;
    private int _used;
    private long _turned;

    /// <summary>Starts at a time, in microseconds.</summary>
    public Wheel(long now)
    {
        Array.Fill(_heads, None);
        _turned = now / Clock.Millisecond;
    }

    /// <summary>How many reminders run.</summary>
    public int Count { get; private set; }

    /// <summary>Sets one.</summary>
    /// <param name="due">When, in microseconds; it comes up to a millisecond later.</param>
    /// <param name="who">Whom it is about.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="epoch">What it belongs to: the one reminded compares it.</param>
    public void Remind(long due, int who, byte kind, ushort epoch)
    {
        var at = _free != None ? _free : _used++;
        if (at == _entries.Length)
        {
            Array.Resize(ref _entries, _entries.Length * 2);
        }

        if (_free != None)
        {
            _free = _entries[at].Next;
        }

        var tick = Math.Max(Tick(due), _turned + 1);
        ref var head = ref _heads[tick % Slots];
        _entries[at] = new() { Tick = tick, Who = who, Kind = kind, Epoch = epoch, Next = head };
        head = at;
        Count++;
    }

    /// <summary>Hands out what is due.</summary>
    public void Turn(long now, Action<int, byte, ushort> due)
    {
        for (var tick = now / Clock.Millisecond; _turned < tick && Count > 0;)
        {
            _turned++;
            TurnOne(due);
        }

        _turned = Math.Max(_turned, now / Clock.Millisecond);
    }

    /// <summary>When something may be due next, at most a second from now.</summary>
    public long Next(long now)
    {
        if (Count > 0)
        {
            for (var tick = _turned + 1; tick <= _turned + 1000; tick++)
            {
                if (_heads[tick % Slots] != None)
                {
                    return tick * Clock.Millisecond;
                }
            }
        }

        return now + Clock.Second;
    }

    private static long Tick(long due) => (due + Clock.Millisecond - 1) / Clock.Millisecond;

    private void TurnOne(Action<int, byte, ushort> due)
    {
        // taken off first: what is handed out may set reminders
        ref var head = ref _heads[_turned % Slots];
        var at = head;
        head = None;
        while (at != None)
        {
            var entry = _entries[at];
            if (entry.Tick > _turned)
            {
                _entries[at].Next = head;
                head = at;
            }
            else
            {
                _entries[at].Next = _free;
                _free = at;
                Count--;
                due(entry.Who, entry.Kind, entry.Epoch);
            }

            at = entry.Next;
        }
    }

    private struct Entry
    {
        public long Tick;
        public int Who;
        public int Next;
        public ushort Epoch;
        public byte Kind;
    }
}
