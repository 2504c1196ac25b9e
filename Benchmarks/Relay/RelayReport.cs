using System.Globalization;
using System.Text;

namespace Whisper.Benchmarks.Relay;

/// <summary>What batches between gateway and silo save, as a section of a Markdown page.</summary>
internal static class RelayReport
{
    private const string Method = """
        One silo and one gateway as processes of their own, with Redis, NATS, PostgreSQL and HAProxy; 200 chats whose people take turns, at a fixed rate (open loop), on the same machine. **Processor time** is the
        silo's and the gateway's own, divided by the messages that were shown to a partner in the same time: each was posted, pushed, acknowledged and reported as delivered. *One by one* is the same build with
        `Whisper:Gateway:BatchSize` and `Whisper:Delivery:BatchSize` 1. Runs alternate, each on a cluster of its own; medians.
        """;

    private static readonly int[] Rates = [500, 2_000, 4_000];

    public static void Run(string[] args)
    {
        var isShort = args.Contains("--short");
        var rounds = Array.IndexOf(args, "--rounds") is var given and >= 0 ? int.Parse(args[given + 1], CultureInfo.InvariantCulture) : isShort ? 3 : 5;
        var runs = Measure(rounds, TimeSpan.FromSeconds(isShort ? 10 : 20)).GetAwaiter().GetResult();
        var text = new StringBuilder().AppendLine(Machine.Describe()).AppendLine().AppendLine(Method).AppendLine()
            .AppendLine("| messages/s | calls | silo, µs a message | gateway, µs a message | together | 99th percentile | shown a second |")
            .AppendLine("|---:|---|---:|---:|---:|---:|---:|");
        foreach (var rate in Rates)
        {
            var (batches, single) = (RelayFigures.Median(runs[(rate, true)]), RelayFigures.Median(runs[(rate, false)]));
            Append(text, rate, "in batches", batches);
            Append(text, rate, "one by one", single);
            text.AppendLine(CultureInfo.InvariantCulture, $"| | **ratio** | {single.Silo / batches.Silo:f2} | {single.Gateway / batches.Gateway:f2} | {single.Both / batches.Both:f2} | {single.P99 / batches.P99:f2} | |");
        }

        Console.WriteLine(text);
        if (Array.IndexOf(args, "--write") is var at and >= 0 && at + 1 < args.Length)
        {
            MarkdownSection.Write(args[at + 1], "Relay", text.ToString());
        }
    }

    private static async Task<Dictionary<(int Rate, bool InBatches), List<RelayFigures>>> Measure(int rounds, TimeSpan window)
    {
        var runs = new Dictionary<(int Rate, bool InBatches), List<RelayFigures>>();
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var inBatches in new[] { true, false })
            {
                await using var run = await RelayRun.Start(inBatches);
                foreach (var rate in Rates)
                {
                    Console.Error.WriteLine($"round {round} of {rounds}, {(inBatches ? "in batches" : "one by one")}, {rate} messages/s");
                    var figures = await run.Measure(rate, warmUp: window, window);
                    (runs.TryGetValue((rate, inBatches), out var list) ? list : runs[(rate, inBatches)] = []).Add(figures);
                }
            }
        }

        return runs;
    }

    private static void Append(StringBuilder text, int rate, string calls, RelayFigures figures) => text.AppendLine(
        CultureInfo.InvariantCulture,
        $"| {rate:n0} | {calls} | {figures.Silo:f0} | {figures.Gateway:f0} | {figures.Both:f0} | {figures.P99:f0} ms | {figures.Delivered:f0} |");
}
