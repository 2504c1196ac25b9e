using System.Diagnostics.Metrics;

namespace Whisper.Grains.Events;

/// <summary>What platform events count.</summary>
internal sealed class EventMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _happened;
    private readonly Counter<long> _published;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failures;

    public EventMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Whisper");
        _happened = _meter.CreateCounter<long>("whisper.events.happened", "{event}", "Platform events that grains told of, by kind; a room that moved tells again.");
        _published = _meter.CreateCounter<long>("whisper.events.published", "{event}", "Platform events that the stream took.");
        _dropped = _meter.CreateCounter<long>("whisper.events.dropped", "{event}", "Platform events lost because the outbox was full or its silo ended.");
        _failures = _meter.CreateCounter<long>("whisper.events.publish_failures", "{attempt}", "Attempts to publish platform events that failed.");
    }

    public void Happened(PlatformEvent happened) => _happened.Add(1, new KeyValuePair<string, object?>("kind", happened.Kind));

    public void Published(int count) => _published.Add(count);

    public void Dropped(int count) => _dropped.Add(count);

    public void Failed() => _failures.Add(1);

    public void ObserveDepth(Func<int> depth) =>
        _meter.CreateObservableGauge("whisper.events.outbox", depth, "{event}", "Platform events that wait in this silo to be published.");
}
