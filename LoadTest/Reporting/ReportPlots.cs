using System.Globalization;
using Whisper.LoadTest.Measuring;

namespace Whisper.LoadTest.Reporting;

/// <summary>The plots of a page.</summary>
internal static class ReportPlots
{
    private const double Mebi = 1 << 20;
    private const string Seconds = "seconds since the beginning";

    /// <summary>All of them; those with nothing to show are empty.</summary>
    public static IEnumerable<string> Of(Result result)
    {
        yield return new Plot("Connections", Seconds, "people").Draw(
            Over(result, "online", "online"), Over(result, "idle", "idle"), Over(result, "searching", "searching"), Over(result, "chatting", "chatting"));
        yield return new Plot("Connects and resumes", Seconds, "per second").Draw(
            Over(result, "openedPerSecond", "connects"), Over(result, "resumedPerSecond", "resumes"), Over(result, "connectFailuresPerSecond", "failures"), Over(result, "dropsPerSecond", "drops"));
        yield return new Plot("Searches", Seconds, "per second").Draw(
            Over(result, "searchesPerSecond", "searches"), Over(result, "matchedPerSecond", "matched people"), Over(result, "timeoutsPerSecond", "found nobody"));
        yield return new Plot("Messages", Seconds, "per second").Draw(
            Over(result, "intendedPerSecond", "intended"), Over(result, "receivedPerSecond", "received"), Over(result, "deliveredPerSecond", "delivered"));
        foreach (var latency in Enum.GetValues<Latency>().Select(Names.Of))
        {
            yield return new Plot($"Latency over time: {latency}", Seconds, "ms") { IsLogarithmic = true }.Draw(
                Over(result, $"{latency}.p50", "median"), Over(result, $"{latency}.p99", "99th percentile"), Over(result, $"{latency}.max", "largest"));
        }

        yield return Distribution(result);
        yield return Memory(result);
        yield return PerConnection(result);
        yield return new Plot("Processor", Seconds, "cores").Draw([.. Parts(result, ".cpu", 1)]);
        yield return PerMessage(result);
        yield return new Plot("The client's own lag: longest turn of its loop", Seconds, "ms").Draw(Over(result, "client.worstTurn", "longest turn"));
    }

    // x is the number of nines: 90 % at 1, 99 % at 2, 99.9 % at 3
    private static string Distribution(Result result)
    {
        static double Nines(double percentile) => Math.Min(5, -Math.Log10(1 - (percentile / 100)));
        return new Plot("Latency distribution", "percentile", "ms")
        {
            IsLogarithmic = true,
            XTicks = [(0, "0"), (Nines(50), "50"), (1, "90"), (2, "99"), (3, "99.9"), (4, "99.99"), (5, "max")],
        }.Draw([.. result.Distributions.Select(distribution => new Line(
            distribution.Key, [.. distribution.Value.Where(point => point.Percentile <= 99.99 || point.Percentile >= 100).Select(point => (Nines(point.Percentile), point.Ms))]))]);
    }

    private static string Memory(Result result) => new Plot("Memory", Seconds, "MiB").Draw(
        [.. Parts(result, ".rss", Mebi), Over(result, "kernel.slab", "kernel objects", Mebi), Over(result, "kernel.tcpBuffers", "socket buffers", Mebi)]);

    private static string PerConnection(Result result)
    {
        var points = result.Levels
            .Select(level => (X: Connections(level.Name), level.Figures))
            .Where(level => level.X > 0 && level.Figures.ContainsKey("client.rss"))
            .ToArray();
        if (points.Length < 2)
        {
            return "";
        }

        var slopes = string.Join(", ", result.Figures.Where(figure => figure.Key.EndsWith(".bytesPerConnection", StringComparison.Ordinal)).Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key[..^".bytesPerConnection".Length]} {figure.Value:N0} B")));
        return new Plot($"Memory by connections; the slopes: {slopes}", "connections", "MiB").Draw([.. points
            .SelectMany(point => point.Figures.Keys).Where(name => name.EndsWith(".rss", StringComparison.Ordinal) || name == "kernel.slab").Distinct()
            .Select(name => new Line(name, [.. points.Select(point => (point.X, point.Figures.GetValueOrDefault(name) / Mebi))]))]);
    }

    private static string PerMessage(Result result) => new Plot("Processor time per message", Seconds, "µs").Draw(
        [.. ((string[])["server", "client"]).Select(side => new Line(side, [.. result.Series
            .Where(sample => sample.Values.GetValueOrDefault("receivedPerSecond") >= 1)
            .Select(sample => (sample.Second, Cores(sample, side) * 1e6 / sample.Values["receivedPerSecond"]))]))]);

    private static double Cores(Sample sample, string side) => sample.Values
        .Where(value => value.Key.StartsWith(side, StringComparison.Ordinal) && value.Key.EndsWith(".cpu", StringComparison.Ordinal)).Sum(value => value.Value);

    private static IEnumerable<Line> Parts(Result result, string suffix, double unit) => result.Series
        .SelectMany(sample => sample.Values.Keys).Where(name => name.EndsWith(suffix, StringComparison.Ordinal)).Distinct()
        .Select(name => Over(result, name, name[..^suffix.Length], unit));

    private static Line Over(Result result, string figure, string name, double unit = 1) =>
        new(name, [.. result.Series.Where(sample => sample.Values.ContainsKey(figure)).Select(sample => (sample.Second, sample.Values[figure] / unit))]);

    private static double Connections(string level) =>
        double.TryParse(level.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
