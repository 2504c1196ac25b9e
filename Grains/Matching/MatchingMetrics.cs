using System.Diagnostics.Metrics;
using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>What matching counts.</summary>
internal sealed class MatchingMetrics
{
    private readonly UpDownCounter<long> _waiting;
    private readonly Counter<long> _matches;
    private readonly Counter<long> _timeouts;
    private readonly Counter<long> _conflicts;
    private readonly Histogram<double> _timeToMatch;

    public MatchingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Whisper");
        _waiting = meter.CreateUpDownCounter<long>("whisper.matching.waiting", "{ticket}", "Tickets waiting in their home bucket, by tier.");
        _matches = meter.CreateCounter<long>("whisper.matching.matches", "{match}", "Matches made, by tier.");
        _timeouts = meter.CreateCounter<long>("whisper.matching.timeouts", "{ticket}", "Searches that found nobody in time.");
        _conflicts = meter.CreateCounter<long>("whisper.matching.conflicts", "{reservation}", "Reservations that another match had already taken.");
        // the default boundaries are made for milliseconds
        _timeToMatch = meter.CreateHistogram(
            "whisper.matching.time_to_match",
            "s",
            "From the start of a search to its match, by tier.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 12.5, 15, 20, 25, 30] });
    }

    public void Waiting(Tier tier, int change) => _waiting.Add(change, Tag(tier));

    public void Matched(Tier tier, TimeSpan first, TimeSpan second)
    {
        _matches.Add(1, Tag(tier));
        _timeToMatch.Record(first.TotalSeconds, Tag(tier));
        _timeToMatch.Record(second.TotalSeconds, Tag(tier));
    }

    public void TimedOut() => _timeouts.Add(1);

    public void Conflict() => _conflicts.Add(1);

    private static KeyValuePair<string, object?> Tag(Tier tier) => new("tier", (int)tier);
}
