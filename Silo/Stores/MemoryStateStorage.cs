using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Storage;

namespace Whisper.Silo.Stores;

/// <summary>
/// Grain state in the memory of one process. Unlike the framework's, it keeps nothing of what was cleared: sessions and
/// rooms come and go by the million, and a key that stays behind for each would be a leak. States are immutable and replaced as a whole, so that
/// they are kept as they are.
/// </summary>
internal sealed class MemoryStateStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), Entry> _entries = new();
    private long _writes;

    /// <summary>How many states there are.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc />
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = _entries.GetValueOrDefault((stateName, grainId));
        grainState.State = found is null ? Activator.CreateInstance<T>() : (T)found.State;
        (grainState.ETag, grainState.RecordExists) = (found?.ETag, found is not null);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var next = new Entry(grainState.State!, Interlocked.Increment(ref _writes).ToString(CultureInfo.InvariantCulture));
        var present = Present(key, grainState.ETag);
        var isWritten = present is null ? _entries.TryAdd(key, next) : _entries.TryUpdate(key, next, present);
        if (!isWritten)
        {
            throw Stale(key, grainState.ETag);
        }

        (grainState.ETag, grainState.RecordExists) = (next.ETag, true);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (Present(key, grainState.ETag) is { } present && !_entries.TryRemove(new(key, present)))
        {
            throw Stale(key, grainState.ETag);
        }

        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }

    /// <summary>What is stored, provided that the caller has seen it.</summary>
    private Entry? Present((string Name, GrainId Grain) key, string? seen)
    {
        var present = _entries.GetValueOrDefault(key);
        return present?.ETag == seen ? present : throw Stale(key, seen);
    }

    private InconsistentStateException Stale((string Name, GrainId Grain) key, string? seen) =>
        new("Another activation has written.", _entries.GetValueOrDefault(key)?.ETag, seen);

    // compared by reference: every write makes a new one
    private sealed class Entry(object state, string etag)
    {
        public object State => state;

        public string ETag => etag;
    }
}
