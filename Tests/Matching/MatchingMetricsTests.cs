using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Grains.Matching;
using Whisper.Matching;
using Xunit;

namespace Whisper.Tests.Matching;

public sealed class MatchingMetricsTests
{
    [Fact]
    public void TimeToMatch_Boundaries_TellTheSecondsOfASearchApart()
    {
        var options = new MatchingOptions();
        var boundaries = TimeToMatch().Advice?.HistogramBucketBoundaries ?? [];
        Assert.True(boundaries.Count(second => second <= options.Tier2After.TotalSeconds) >= 5);
        Assert.True(boundaries.Count(second => second > options.Tier2After.TotalSeconds && second <= options.Timeout.TotalSeconds) >= 3);
    }

    private static Histogram<double> TimeToMatch()
    {
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        Histogram<double>? found = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) => found = instrument.Name == "whisper.matching.time_to_match" ? instrument as Histogram<double> ?? found : found;
        listener.Start();
        _ = new MatchingMetrics(provider.GetRequiredService<IMeterFactory>());
        Assert.NotNull(found);
        return found;
    }
}
