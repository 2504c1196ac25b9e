using System.Diagnostics.Metrics;
using Whisper.Rooms;

namespace Whisper.Grains.Rooms;

/// <summary>What rooms count.</summary>
internal sealed class RoomMetrics
{
    private static readonly KeyValuePair<string, object?>[] Outcomes =
        [.. Enum.GetValues<PostOutcome>().Select(outcome => new KeyValuePair<string, object?>("outcome", outcome.ToString()))];

    private readonly Counter<long> _posted;
    private readonly Histogram<double> _seen;

    public RoomMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Whisper");
        _posted = meter.CreateCounter<long>("whisper.rooms.messages", "{message}", "Messages that rooms were given, by what became of them.");
        _seen = meter.CreateHistogram(
            "whisper.rooms.delivery_time",
            "s",
            "From a room's taking a message to the word of the partner's client that it has it.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30] });
    }

    public void Posted(PostOutcome outcome) => _posted.Add(1, Outcomes[(int)outcome]);

    /// <summary>A message was delivered so many seconds after it was taken.</summary>
    public void Seen(double seconds) => _seen.Record(Math.Max(0, seconds));
}
