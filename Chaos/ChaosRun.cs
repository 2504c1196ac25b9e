using Whisper.Chaos.Faults;
using Whisper.Chaos.Loops;
using Whisper.Chaos.Reporting;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos;

/// <summary>Runs rows on one cluster.</summary>
internal static class ChaosRun
{
    /// <summary>All rows that were asked for, each as often as was asked for.</summary>
    public static async Task<IReadOnlyList<RowResult>> Run(ChaosArguments arguments, string folder, CancellationToken cancellation)
    {
        using var loop = new Loop();
        await using var lab = await Progress.Show("cluster", say =>
        {
            say("starting");
            return Lab.Start(Path.Combine(folder, "cluster"), arguments.RowTimes, cancellation);
        });
        var results = new List<RowResult>();
        foreach (var row in arguments.Rows)
        {
            for (var time = 1; time <= arguments.Times; time++)
            {
                cancellation.ThrowIfCancellationRequested();
                var title = $"{row} {time}/{arguments.Times}";
                var result = await Progress.Show(title, say => new RowRunner(lab, loop, arguments.Plan, arguments.RowTimes, folder, say)
                    .Run(AllFaults.Make(row), time, $"{row}-{time}")
                    .WaitAsync(cancellation));
                Tell(title, result);
                results.Add(result);
                await lab.Mend(cancellation);
            }
        }

        return results;
    }

    private static void Tell(string title, RowResult result)
    {
        var criteria = string.Join(", ", result.Criteria.Select(criterion => $"{criterion.What} {criterion.Measured}{(criterion.Met ? "" : " (NOT MET)")}"));
        Progress.Line($"{(result.Passed ? "passed" : "FAILED")} {title}: {result.Violations.Count} violations; {criteria}");
        var figures = result.Figures;
        Progress.Line(
            $"  messages {figures.Messages}, 99th percentile {Criterion.Text(figures.FaultP99)} (baseline {Criterion.Text(figures.BaselineP99)}), longest {Criterion.Text(figures.LongestStall)}, "
            + $"lost {figures.Lost}, resumed {figures.Resumed} (p95 {Criterion.Text(figures.ResumeP95)}), matches {figures.Matches}, refused {figures.RefusedSearches}, reports {figures.Reports}, "
            + $"latest search {Criterion.Text(figures.LatestSearch)}, client lag {Criterion.Text(result.ClientLag)}");
        if (result.Error is { } error)
        {
            Progress.Line($"  {error}");
        }

        foreach (var kind in result.Violations.GroupBy(violation => violation.Promise))
        {
            Progress.Line($"  {kind.Key}: {kind.Count()}");
            foreach (var violation in kind.Take(5))
            {
                Progress.Line($"    person {violation.Person} at {violation.At / 1e6:F3} s: {violation.What}");
            }
        }
    }
}
