using System.Diagnostics.CodeAnalysis;
using Orleans.Streams;

namespace Whisper.Streaming.Nats.Queues;

/// <summary>
/// The events of one queue that are not acknowledged yet. An event leaves when every consumer of its stream took it or it is dead:
/// never because it is old, or because nobody is there. Only the pulling agent of the queue uses it.
/// </summary>
internal sealed class EventCache(NatsStreamOptions options, NatsStreamMetrics metrics) : IQueueCache
{
    private readonly Redelivery _redelivery = new(options);
    private readonly Dictionary<EventKey, HeldEvent> _held = [];
    private readonly Dictionary<StreamId, Lane> _lanes = [];
    private readonly HashSet<Lane> _progressed = [];
    private readonly HashSet<Lane> _waiting = [];
    private int _count;

    public DateTimeOffset Now => options.Clock.GetUtcNow();

    /// <summary>How many there are. Safe for any thread.</summary>
    public int Count => Volatile.Read(ref _count);

    public IEnumerable<HeldEvent> Held => _held.Values;

    // Backpressure is in what the receiver reads: the agent stops looking for acknowledgements, too, when it is told of pressure.
    public int GetMaxAddCount() => options.MaxBatch;

    public bool IsUnderPressure() => false;

    public bool Knows(EventKey key, [NotNullWhen(true)] out HeldEvent? held) => _held.TryGetValue(key, out held);

    public void AddToCache(IList<IBatchContainer> messages)
    {
        foreach (var held in messages.OfType<HeldEvent>())
        {
            if (!_held.TryAdd(held.Key, held))
            {
                // handed out once more to wake its consumer
                continue;
            }

            if (!_lanes.TryGetValue(held.StreamId, out var lane))
            {
                _lanes.Add(held.StreamId, lane = new Lane(held.StreamId));
            }

            lane.Add(held);
            if (lane.HasNoCursor)
            {
                held.Due = Now + _redelivery.Delay(1);
                _waiting.Add(lane);
            }
        }

        Volatile.Write(ref _count, _held.Count);
    }

    public bool TryPurgeFromCache([MaybeNullWhen(false)] out IList<IBatchContainer> purgedItems)
    {
        var finished = new List<HeldEvent>();
        foreach (var lane in _progressed)
        {
            lane.TakeFinished(finished);
            Forget(lane);
        }

        _progressed.Clear();
        foreach (var held in finished)
        {
            _held.Remove(held.Key);
        }

        Volatile.Write(ref _count, _held.Count);
        purgedItems = [.. finished];
        return finished.Count > 0;
    }

    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        // Whatever the token says: what is held was delivered to nobody, or not to everybody.
        if (!_lanes.TryGetValue(streamId, out var lane))
        {
            _lanes.Add(streamId, lane = new Lane(streamId));
        }

        var cursor = new LaneCursor(this, lane);
        lane.Open(cursor);
        return cursor;
    }

    /// <summary>What is to be handed out again now, because a try failed, or because nobody has come for it.</summary>
    public List<IBatchContainer> Awaited()
    {
        var due = new List<IBatchContainer>();
        foreach (var lane in _waiting.ToArray())
        {
            if (lane.HasNoCursor)
            {
                LookForConsumer(lane, due);
                continue;
            }

            var retrying = lane.Cursors.Select(cursor => cursor.Retrying).Where(held => held is { DeadReason: null }).ToArray();
            foreach (var held in retrying.OfType<HeldEvent>().Where(held => held.Wake <= Now))
            {
                // once for a while: the agent reads on at once while it is given something
                held.Wake = Now + options.RedeliverDelay;
                due.Add(held);
            }

            if (retrying.Length == 0)
            {
                _waiting.Remove(lane);
            }
        }

        return due;
    }

    public void Delivered() => metrics.Delivered();

    public void Progressed(Lane lane) => _progressed.Add(lane);

    public void Awaits(Lane lane) => _waiting.Add(lane);

    public void Closed(Lane lane)
    {
        _progressed.Add(lane);
        if (lane.HasNoCursor)
        {
            _waiting.Add(lane);
        }
    }

    public void Failed(HeldEvent held, string reason)
    {
        held.Failures++;
        if (_redelivery.IsLast(held.Failures))
        {
            held.DeadReason = held.Batch.ReadingProblem() is { } problem ? $"it cannot be read: {problem.GetType().Name}" : reason;
            return;
        }

        held.Due = held.Wake = Now + _redelivery.Delay(held.Failures);
        metrics.Redelivered();
    }

    private void LookForConsumer(Lane lane, List<IBatchContainer> due)
    {
        var open = lane.Events.Where(held => !held.IsOver).ToArray();
        foreach (var held in open.Where(held => held.Due <= Now))
        {
            Failed(held, "its stream has no consumer");
            if (held.DeadReason is null)
            {
                due.Add(held);
            }
            else
            {
                _progressed.Add(lane);
            }
        }

        if (open.Length == 0)
        {
            _waiting.Remove(lane);
        }
    }

    private void Forget(Lane lane)
    {
        if (lane.IsEmpty)
        {
            _lanes.Remove(lane.Stream);
            _waiting.Remove(lane);
        }
    }
}
