using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>Sockets that have something to do within a time that is the same for all of them, the first one first. None is ever withdrawn: whoever is told looks whether it still matters.</summary>
internal sealed class Deadlines(TimeSpan within, GatewayClock clock)
{
    private readonly Lock _lock = new();
    private readonly PagedQueue<Entry> _entries = new();

    /// <summary>Adds a socket.</summary>
    public void Add(int index, int generation)
    {
        lock (_lock)
        {
            _entries.Enqueue(new Entry(index, generation, clock.NowMs + (long)within.TotalMilliseconds));
        }
    }

    /// <summary>Takes the next whose time is up.</summary>
    public bool TryTake(out int index, out int generation)
    {
        lock (_lock)
        {
            if (_entries.TryPeek(out var entry) && entry.DueMs <= clock.NowMs)
            {
                _entries.Dequeue();
                (index, generation) = (entry.Index, entry.Generation);
                return true;
            }
        }

        (index, generation) = (0, 0);
        return false;
    }

    /// <summary>When the first is due, on the gateway's clock; <see cref="long.MaxValue"/> when there is none.</summary>
    public long FirstMs
    {
        get
        {
            lock (_lock)
            {
                return _entries.TryPeek(out var first) ? first.DueMs : long.MaxValue;
            }
        }
    }

    private readonly record struct Entry(int Index, int Generation, long DueMs);
}
