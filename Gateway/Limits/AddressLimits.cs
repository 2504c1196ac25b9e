using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Limits;

/// <summary>Whether one more connection of an address is welcome.</summary>
internal enum Admission
{
    /// <summary>It is.</summary>
    Accepted,

    /// <summary>Accept it only to close it with 4429, so that a browser sees why.</summary>
    TooMany,

    /// <summary>Far too many: refuse the handshake with HTTP 429.</summary>
    Refused,
}

/// <summary>Counts the connections of each address.</summary>
internal sealed class AddressLimits(IOptions<LimitOptions> options, GatewayClock clock)
{
    private const int RefusalFactor = 10;

    private readonly ConcurrentDictionary<AddressKey, Entry> _entries = new();
    private readonly LimitOptions _options = options.Value;

    /// <summary>How many addresses are remembered.</summary>
    public int Count => _entries.Count;

    /// <summary>Asks for one more connection; when accepted, <see cref="Leave"/> must follow.</summary>
    public Admission Enter(AddressKey address)
    {
        if (!_options.Enabled)
        {
            return Admission.Accepted;
        }

        while (true)
        {
            var entry = _entries.GetOrAdd(address, static _ => new Entry());
            lock (entry)
            {
                if (entry.Removed)
                {
                    continue;
                }

                var now = clock.NowMs;
                if (!entry.Attempts.TryTake(now, _options.NewConnectionsPerMinute * RefusalFactor, out _))
                {
                    return Admission.Refused;
                }

                if (entry.Open >= _options.ConnectionsPerAddress || !entry.New.TryTake(now, _options.NewConnectionsPerMinute, out _))
                {
                    return Admission.TooMany;
                }

                entry.Open++;
                return Admission.Accepted;
            }
        }
    }

    /// <summary>An accepted connection is gone.</summary>
    public void Leave(AddressKey address)
    {
        if (_options.Enabled && _entries.TryGetValue(address, out var entry))
        {
            lock (entry)
            {
                entry.Open--;
            }
        }
    }

    /// <summary>Forgets addresses that have been away for two minutes.</summary>
    public void Sweep()
    {
        foreach (var (address, entry) in _entries)
        {
            lock (entry)
            {
                if (entry.Open == 0 && entry.Attempts.IsIdle(clock.NowMs))
                {
                    entry.Removed = true;
                    _entries.TryRemove(address, out _);
                }
            }
        }
    }

    private sealed class Entry
    {
        public int Open;
        public WindowCounter New;
        public WindowCounter Attempts;
        public bool Removed;
    }
}
