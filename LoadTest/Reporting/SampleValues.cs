using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Reporting;

/// <summary>What a sample holds.</summary>
internal static class SampleValues
{
    private const double MicrosPerMs = Clock.Millisecond;

    /// <summary>The figures of the time between two looks.</summary>
    public static Dictionary<string, double> Of(
        Totals totals, Totals before, Snapshot snapshot, Snapshot? earlier, Dictionary<Latency, Histogram> latencies, long worstTurn)
    {
        var seconds = earlier is null ? 1 : Math.Max(0.1, (snapshot.At - earlier.At) / (double)Clock.Second);
        var values = new Dictionary<string, double>();
        foreach (var gauge in Enum.GetValues<Gauge>())
        {
            values[Names.Of(gauge)] = totals[gauge];
        }

        foreach (var count in Enum.GetValues<Count>())
        {
            values[$"{Names.Of(count)}PerSecond"] = Math.Round((totals[count] - before[count]) / seconds, 1);
        }

        foreach (var (latency, histogram) in latencies)
        {
            values[$"{Names.Of(latency)}.p50"] = histogram.Percentile(50) / MicrosPerMs;
            values[$"{Names.Of(latency)}.p99"] = histogram.Percentile(99) / MicrosPerMs;
            values[$"{Names.Of(latency)}.max"] = histogram.Max / MicrosPerMs;
        }

        foreach (var (part, figures) in snapshot.Servers)
        {
            values[$"server.{part}.rss"] = figures.Rss;
            values[$"server.{part}.cpu"] = Math.Round((figures.CpuMicros - (earlier?.Servers.GetValueOrDefault(part).CpuMicros ?? figures.CpuMicros)) / seconds / Clock.Second, 3);
        }

        values["client.rss"] = snapshot.Clients.Rss;
        values["client.cpu"] = Math.Round((snapshot.Clients.CpuMicros - (earlier?.Clients.CpuMicros ?? snapshot.Clients.CpuMicros)) / seconds / Clock.Second, 3);
        values["client.worstTurn"] = worstTurn / MicrosPerMs;
        values["kernel.slab"] = snapshot.Kernel.Slab;
        values["kernel.tcpBuffers"] = snapshot.Kernel.TcpBuffers;
        return values;
    }
}

/// <summary>How results name things.</summary>
internal static class Names
{
    /// <summary>A name in camel case.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
