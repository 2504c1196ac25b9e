using System.Globalization;
using System.Text;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Whisper.Benchmarks.Matching;

/// <summary>Runs the matcher's benchmarks and writes them as a section of a Markdown page.</summary>
internal static class MatcherReport
{
    private const string Method = """
        One matcher, one thread, no concurrent collector. Steady traffic around N waiting tickets, half in tier 1 and half in
        tier 2. People have 2 to 5 interests, each number equally likely, drawn by Zipf's law (exponent 1) from a catalogue;
        every ticket has strings of its own. A **join** is one arrival with all that follows from it: look for an identical
        set, else wait; the oldest of tier 1 looks for the best overlap, else is enrolled; the oldest of tier 2 times out.

        With popular interests nearly every search finds somebody, which would empty the queue. So a match goes through only
        while its tier is full; otherwise the reservation fails: the partner is held while 16 more reservations begin, then
        put back. In the rows *all time out* every reservation fails, so that everybody passes through both tiers: the most
        work that a join can cause. The queue is turned over twice before the first measurement. Both medians are given,
        because the clock also counts what other programs do on a shared machine.
        """;

    public static void Run(string[] args)
    {
        var isShort = args.Contains("--short");
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.Default
                .WithToolchain(InProcessEmitToolchain.Instance)
                .WithEvaluateOverhead(false)
                .WithWarmupCount(isShort ? 1 : 3)
                .WithIterationCount(isShort ? 5 : 11))
            .AddColumn(new JoinsPerSecondColumn())
            .AddFilter(new SimpleFilter(benchmark => !isShort || (bool)benchmark.Parameters["Matches"]));
        var summary = BenchmarkRunner.Run<MatcherBenchmarks>(config);

        var text = new StringBuilder().AppendLine(Machine.Describe()).AppendLine().AppendLine(Method).AppendLine();
        AppendSpeed(text, summary);
        AppendMemory(text);
        Console.WriteLine(text);
        if (Array.IndexOf(args, "--write") is var at and >= 0 && at + 1 < args.Length)
        {
            MarkdownSection.Write(args[at + 1], "Matcher", text.ToString());
        }
    }

    private static void AppendSpeed(StringBuilder text, Summary summary)
    {
        text.AppendLine("| waiting | tags | traffic | joins/s of processor time (median) | joins/s by the clock (median) | allocated per join | per 100 joins: exact and overlap matches, failed reservations, enrolments |");
        text.AppendLine("|---:|---:|---|---:|---:|---:|---|");
        foreach (var report in summary.Reports)
        {
            var parameters = report.BenchmarkCase.Parameters;
            var key = ((int)parameters["Waiting"], (int)parameters["Tags"], (bool)parameters["Matches"]);
            var counts = MatcherBenchmarks.Counts[key];
            var traffic = key.Item3 ? "matches" : "all time out";
            var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {key.Item1:n0} | {key.Item2:n0} | {traffic} | {Median(MatcherBenchmarks.ProcessorRates[key]):n0} | {Rate(report.ResultStatistics?.Median):n0} | {allocated} B | {counts} |");
        }

        text.AppendLine();
    }

    private static void AppendMemory(StringBuilder text)
    {
        text.AppendLine("Managed heap per waiting ticket, 200,000 waiting, tickets with their sets and strings included:").AppendLine();
        text.AppendLine("| people | all in tier 1 | all in tier 2 |").AppendLine("|---|---:|---:|");
        foreach (var tags in new[] { 50, 500, 4_000 })
        {
            Append($"{tags:n0} tags", () => new Crowd(tags));
        }

        void Append(string people, Func<Crowd> crowd)
        {
            var (tier1, tier2) = MatcherMemory.Measure(crowd, waiting: 200_000);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {people} | {tier1:n0} B | {tier2:n0} B |");
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Rate(double? nanoseconds) => 1e9 / nanoseconds ?? double.NaN;
}
