using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Reporting;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>The measured part of a run: what was counted, timed and used between its two ends.</summary>
internal sealed class Measurement
{
    private readonly Stage _stage;
    private readonly Totals _before;
    private readonly Snapshot _from;

    private Measurement(Stage stage, Totals before, Snapshot from) => (_stage, _before, _from) = (stage, before, from);

    /// <summary>Begins one: what was before does not count.</summary>
    public static async Task<Measurement> Begin(Stage stage)
    {
        var before = await stage.Fleet.Mark(stage.Cancellation);
        stage.Fleet.TakePhase();
        return new(stage, before, stage.Snapshot());
    }

    /// <summary>Ends it, and adds its figures to the stage's.</summary>
    /// <param name="prefix">What the figures' names begin with.</param>
    /// <param name="settle">
    /// Ends the load and waits for what is under way: its latencies belong to what was measured, or else a server that stalls
    /// at the end would not be seen to.
    /// </param>
    public async Task<Measured> End(string prefix = "", Func<Task>? settle = null)
    {
        var totals = await _stage.Fleet.Mark(_stage.Cancellation);
        var to = _stage.Snapshot();
        await (settle?.Invoke() ?? Task.CompletedTask);
        var measured = new Measured(
            (to.At - _from.At) / (double)Clock.Second,
            totals.Since(_before),
            to.Server.CpuMicros - _from.Server.CpuMicros,
            to.Clients.CpuMicros - _from.Clients.CpuMicros);
        Write(prefix, measured, to);
        return measured;
    }

    private void Write(string prefix, Measured measured, Snapshot to)
    {
        var figures = _stage.Figures;
        figures[$"{prefix}seconds"] = measured.Seconds;
        figures[$"{prefix}online"] = measured.Totals[Gauge.Online];
        foreach (var count in Enum.GetValues<Count>())
        {
            figures[$"{prefix}{Names.Of(count)}"] = measured.Totals[count];
            figures[$"{prefix}{Names.Of(count)}PerSecond"] = measured.Totals[count] / measured.Seconds;
        }

        figures[$"{prefix}server.cpu"] = measured.ServerCpuMicros / measured.Seconds / Clock.Second;
        figures[$"{prefix}client.cpu"] = measured.ClientCpuMicros / measured.Seconds / Clock.Second;
        figures[$"{prefix}server.rss"] = to.Server.Rss;
        figures[$"{prefix}client.rss"] = to.Clients.Rss;
        foreach (var (part, used) in to.Servers)
        {
            figures[$"{prefix}server.{part}.cpu"] = (used.CpuMicros - _from.Servers[part].CpuMicros) / measured.Seconds / Clock.Second;
            figures[$"{prefix}server.{part}.rss"] = used.Rss;
        }

        if (measured.Totals[Count.Received] is > 0 and var received)
        {
            figures[$"{prefix}server.cpuPerMessage"] = measured.ServerCpuMicros / (double)received;
            figures[$"{prefix}client.cpuPerMessage"] = measured.ClientCpuMicros / (double)received;
            foreach (var (part, used) in to.Servers)
            {
                figures[$"{prefix}server.{part}.cpuPerMessage"] = (used.CpuMicros - _from.Servers[part].CpuMicros) / (double)received;
            }
        }

        foreach (var (latency, histogram) in _stage.Fleet.TakePhase())
        {
            Distribution.Write(figures, $"{prefix}{Names.Of(latency)}", histogram);
            _stage.Distributions[$"{prefix}{Names.Of(latency)}"] = Distribution.Points(histogram);
        }
    }
}

/// <summary>What a measurement has found.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Totals">What happened meanwhile, and how things are at its end.</param>
/// <param name="ServerCpuMicros">Processor time of the servers, in microseconds.</param>
/// <param name="ClientCpuMicros">Processor time of the workers, in microseconds.</param>
internal sealed record Measured(double Seconds, Totals Totals, long ServerCpuMicros, long ClientCpuMicros);
