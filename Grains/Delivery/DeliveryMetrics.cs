using System.Diagnostics.Metrics;

namespace Whisper.Grains.Delivery;

/// <summary>What delivery counts.</summary>
internal sealed class DeliveryMetrics
{
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _dropped;
    private readonly Histogram<int> _batch;
    private readonly Histogram<int> _received;

    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Whisper");
        _delivered = meter.CreateCounter<long>("whisper.delivery.events", "{event}", "Events that gateways took.");
        _dropped = meter.CreateCounter<long>("whisper.delivery.dropped", "{event}", "Events whose gateway was gone.");
        _batch = meter.CreateHistogram<int>("whisper.delivery.batch", "{event}", "Events per call to a gateway.");
        _received = meter.CreateHistogram<int>("whisper.ingress.batch", "{call}", "Calls per batch from a gateway.");
    }

    public void Delivered(int count)
    {
        _delivered.Add(count);
        _batch.Record(count);
    }

    public void Received(int count) => _received.Record(count);

    public void Dropped(int count) => _dropped.Add(count);
}
