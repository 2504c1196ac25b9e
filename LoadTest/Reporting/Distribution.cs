using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;

namespace Whisper.LoadTest.Reporting;

/// <summary>A histogram as figures and as points to plot.</summary>
internal static class Distribution
{
    private static readonly double[] Percentiles = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.95, 99.99, 99.999, 100];

    /// <summary>Adds its figures, in milliseconds.</summary>
    public static void Write(SortedDictionary<string, double> figures, string name, Histogram histogram)
    {
        figures[$"{name}.count"] = histogram.Count;
        figures[$"{name}.mean"] = Math.Round(histogram.Mean / Clock.Millisecond, 3);
        figures[$"{name}.p50"] = Ms(histogram.Percentile(50));
        figures[$"{name}.p95"] = Ms(histogram.Percentile(95));
        figures[$"{name}.p99"] = Ms(histogram.Percentile(99));
        figures[$"{name}.p999"] = Ms(histogram.Percentile(99.9));
        figures[$"{name}.max"] = Ms(histogram.Max);
    }

    /// <summary>Its points.</summary>
    public static IReadOnlyList<Point> Points(Histogram histogram) => [.. Percentiles.Select(percentile => new Point(percentile, Ms(histogram.Percentile(percentile))))];

    private static double Ms(long micros) => micros / (double)Clock.Millisecond;
}
