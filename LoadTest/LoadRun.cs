using System.Globalization;
using System.Runtime.InteropServices;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Reporting;
using Whisper.LoadTest.Scenarios;
using Whisper.LoadTest.Starting;
using Whisper.LoadTest.Thresholds;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest;

/// <summary>One run of a scenario, from the first worker to the result.</summary>
internal static class LoadRun
{
    /// <summary>Runs it.</summary>
    /// <param name="asked">What was asked for; the scenario fills in the rest.</param>
    /// <param name="command">The command line, for the result.</param>
    /// <param name="host">Starts a worker.</param>
    /// <param name="progress">Who is told how it goes.</param>
    /// <param name="cancellation">When to give up.</param>
    /// <exception cref="InvalidOperationException">It cannot be run to its end.</exception>
    public static async Task<Result> Run(LoadOptions asked, string command, Func<IWorkerHost> host, Progress progress, CancellationToken cancellation)
    {
        var scenario = AllScenarios.Find(asked.Scenario);
        var options = scenario.Complete(asked);
        if (options.Start is not null)
        {
            progress.Phase($"starting the product ({options.Start})", goal: null);
        }

        await using var product = options.Start is null ? null : await Product.Start(options, cancellation);
        options = product is null ? options : options with { Gateways = product.Gateways, Pids = product.Pids };
        var (at, servers) = (DateTimeOffset.Now, Watched.Of(options));
        await using var fleet = await Fleet.Start(options, host, cancellation);
        var stage = new Stage(options, fleet, servers, progress, cancellation);
        using var sampling = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var samples = stage.Sample(sampling.Token);
        try
        {
            await scenario.Run(stage);
            var last = await fleet.Stop(cancellation);
            Check(stage, last);
        }
        finally
        {
            await sampling.CancelAsync();
            await samples;
        }

        return ResultOf(stage, scenario, command, at);
    }

    // What must never happen counts over the whole run, not only while it was measured.
    private static void Check(Stage stage, Totals last)
    {
        var (ledger, figures) = (stage.Fleet.Ledger, stage.Figures);
        ledger.Close();
        foreach (var count in (Count[])[Count.Repeated, Count.Reordered, Count.Misdelivered, Count.Unreadable, Count.Drops, Count.ConnectFailures, Count.Errors, Count.Skipped, Count.NotResumed, Count.Redelivered, Count.ChatsEnded])
        {
            figures[Names.Of(count)] = last[count];
        }

        figures["onlineAtEnd"] = last[Gauge.Online];
        figures["lost"] = ledger.Lost;
        figures["falselyDelivered"] = ledger.FalselyDelivered;
        figures["doubleMatches"] = last[Count.DoubleMatches] + ledger.DoubleMatches;
        figures["pairs"] = ledger.Pairs;
        figures["halfMatches"] = ledger.Halves;
    }

    private static Result ResultOf(Stage stage, Scenario scenario, string command, DateTimeOffset at)
    {
        var verdicts = stage.Requirements.Concat(stage.Options.Require).Select(Requirement.Parse).Select(requirement => requirement.Judge(stage.Figures)).ToArray();
        return new()
        {
            Scenario = scenario.Name,
            Command = command,
            At = at,
            Machine = Machine(),
            Options = stage.Options,
            Passed = verdicts.All(verdict => verdict.Holds),
            Figures = stage.Figures,
            Verdicts = verdicts,
            Errors = stage.Fleet.Errors,
            Ends = stage.Fleet.Ends,
            Series = stage.Series,
            Distributions = stage.Distributions,
            Levels = stage.Levels,
        };
    }

    private static string Machine()
    {
        var processors = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").ToList() : [];
        var model = processors.Find(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ", 2)[^1] ?? "unknown processor";
        // a run may have told its processes that they have fewer than there are
        var cores = Environment.GetEnvironmentVariable("DOTNET_PROCESSOR_COUNT") is { Length: > 0 } seen
            ? $"{processors.Count(line => line.StartsWith("processor", StringComparison.Ordinal))} cores of which each process sees {seen}"
            : $"{Environment.ProcessorCount} cores";
        var memory = Math.Round(ProcessFigures.Kilobytes("/proc/meminfo", "MemTotal:") / (double)(1L << 30));
        return string.Create(CultureInfo.InvariantCulture, $"{cores} ({model}), {memory} GiB, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
    }
}
