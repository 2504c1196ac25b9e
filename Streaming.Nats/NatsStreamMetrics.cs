using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Whisper.Streaming.Nats;

/// <summary>What a stream provider counts.</summary>
internal sealed class NatsStreamMetrics
{
    private readonly ConcurrentDictionary<string, long> _pending = new();
    private readonly Counter<long> _published;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _redelivered;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _restarts;

    public NatsStreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Whisper");
        _published = meter.CreateCounter<long>("whisper.streams.published", "{batch}", "Batches of events that JetStream stored.");
        _duplicates = meter.CreateCounter<long>("whisper.streams.duplicates", "{batch}", "Batches that JetStream had already.");
        _delivered = meter.CreateCounter<long>("whisper.streams.delivered", "{batch}", "Batches that a consumer took.");
        _redelivered = meter.CreateCounter<long>("whisper.streams.redelivered", "{batch}", "Batches that were tried again.");
        _dead = meter.CreateCounter<long>("whisper.streams.dead_letters", "{batch}", "Batches that no consumer could handle.");
        _restarts = meter.CreateCounter<long>("whisper.streams.restarts", "{restart}", "Queues that were opened anew, because events did not come.");
        meter.CreateObservableGauge(
            "whisper.streams.pending",
            () => _pending.Select(queue => new Measurement<long>(queue.Value, new KeyValuePair<string, object?>("queue", queue.Key))),
            "{batch}",
            "Batches that are stored and not acknowledged, for each queue of this silo.");
    }

    public void Published(bool isNew) => (isNew ? _published : _duplicates).Add(1);

    public void Delivered() => _delivered.Add(1);

    public void Redelivered() => _redelivered.Add(1);

    public void Died() => _dead.Add(1);

    public void Restarted() => _restarts.Add(1);

    public void Pending(string queue, long count) => _pending[queue] = count;

    public void Forget(string queue) => _pending.TryRemove(queue, out _);
}
