using System.Diagnostics.Metrics;

namespace Whisper.Grains.Delivery;

/// <summary>What delivery counts.</summary>
internal sealed class DeliveryMetrics
{
    /// <summary>An event that its gateway has not taken for so long has stalled.</summary>
    public static readonly TimeSpan StallAfter = TimeSpan.FromSeconds(2);

    private readonly Meter _meter;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _stalls;
    private readonly Counter<long> _unanswered;
    private readonly Counter<long> _gone;
    private readonly Histogram<int> _batch;
    private readonly Histogram<int> _received;
    private readonly Histogram<double> _time;

    public DeliveryMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Whisper");
        _delivered = _meter.CreateCounter<long>("whisper.delivery.events", "{event}", "Events that gateways took.");
        _dropped = _meter.CreateCounter<long>("whisper.delivery.dropped", "{event}", "Events whose gateway was gone.");
        _retries = _meter.CreateCounter<long>("whisper.delivery.retries", "{batch}", "Batches that a gateway did not take at once.");
        _stalls = _meter.CreateCounter<long>("whisper.delivery.stalls", "{event}", "Events that a gateway took only after more than two seconds.");
        _unanswered = _meter.CreateCounter<long>("whisper.ingress.unanswered", "{call}", "Calls of a gateway's batches that were not answered in time; the gateway makes them again.");
        _gone = _meter.CreateCounter<long>("whisper.leases.gone", "{lease}", "Gateways whose lease this silo found run out or given back.");
        _batch = _meter.CreateHistogram("whisper.delivery.batch", "{event}", "Events per call to a gateway.", tags: null, Sizes);
        _received = _meter.CreateHistogram("whisper.ingress.batch", "{call}", "Calls per batch from a gateway.", tags: null, Sizes);
        _time = _meter.CreateHistogram(
            "whisper.delivery.time",
            "s",
            "From a silo's having an event for a client to its gateway's having taken it.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30] });
    }

    /// <summary>Boundaries of batches, which hold 64 or 256 at most.</summary>
    public static InstrumentAdvice<int> Sizes { get; } = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] };

    public void Delivered(int count)
    {
        _delivered.Add(count);
        _batch.Record(count);
    }

    /// <summary>How long one of them waited.</summary>
    public void Took(TimeSpan time)
    {
        _time.Record(time.TotalSeconds);
        if (time > StallAfter)
        {
            _stalls.Add(1);
        }
    }

    public void Retried() => _retries.Add(1);

    public void Received(int count) => _received.Record(count);

    public void Unanswered() => _unanswered.Add(1);

    public void Dropped(int count) => _dropped.Add(count);

    public void LeaseGone() => _gone.Add(1);

    /// <summary>Has the depth and the age of this silo's queues looked at when somebody asks.</summary>
    public void Observe(Func<int> depth, Func<double> oldest)
    {
        _meter.CreateObservableGauge("whisper.delivery.queue", depth, "{event}", "Events that wait in this silo for a gateway to take them.");
        _meter.CreateObservableGauge("whisper.delivery.queue_age", oldest, "s", "How long the oldest of them has waited.");
    }

    /// <summary>The same of the leases that this silo watches.</summary>
    public void ObserveLeases(Func<int> held) =>
        _meter.CreateObservableGauge("whisper.leases.held", held, "{lease}", "Gateways that people of this silo's rooms are or were connected to, and whose leases are held.");
}
