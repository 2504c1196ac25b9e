using System.Diagnostics;
using System.Net;
using Whisper.Chaos.Checking;
using Whisper.Chaos.Faults;
using Whisper.Chaos.Histories;
using Whisper.Chaos.Load;
using Whisper.Chaos.Loops;
using Whisper.Chaos.Reporting;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Soaking;

/// <summary>Random faults, one every 30 s, on one cluster under load: nothing may be broken, and memory stays flat.</summary>
internal static class SoakRun
{
    private const int DefaultChats = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(5);
    private static readonly string[] Rows = ["silo-kill", "silo-freeze", "gateway-kill", "gateway-drain", "redis-kill", "nats-kill", "postgres-stop", "gateway-and-silo-kill"];

    /// <summary>Whether everything held.</summary>
    public static async Task<bool> Run(ChaosArguments arguments, int minutes, string folder, CancellationToken cancellation)
    {
        var plan = LoadPlan.For(arguments.Chats ?? DefaultChats);
        // the product's own settings, and faults short enough for one every 30 s
        var times = RowTimes.Full with { Frozen = TimeSpan.FromSeconds(15), Down = TimeSpan.FromSeconds(5), PostgresDown = TimeSpan.FromSeconds(10) };
        using var loop = new Loop();
        await using var lab = await Lab.Start(Path.Combine(folder, "cluster"), times, cancellation);
        var door = new IPEndPoint(IPAddress.Loopback, lab.Cluster.Proxy.Port);
        var crowd = new Crowd(loop, () => door);
        var stage = new Stage(lab.Cluster, crowd, new ChatLoad(crowd, plan), new JoinLoad(crowd, plan), plan, times, new Random(), _ => { }) { SparesFirst = true };
        var people = new RowPeople(stage, loop);
        await people.Come();
        var memory = new MemoryWatch([lab.Cluster.Silos[0], lab.Cluster.Gateways[0]]);
        await using (new Timer(_ => memory.Sample(Clock.Span(Clock.Now)), null, SampleEvery, SampleEvery))
        {
            await Trouble(stage, lab, TimeSpan.FromMinutes(minutes), cancellation);
        }

        await people.Settle(untilSearchesEnd: true);
        var rules = new CheckRules { Until = Clock.Now, EventsMayBeLost = true };
        await people.Go();
        var stored = await people.Effects(rules);
        HistoryFile.Write(Path.Combine(folder, "soak.jsonl"), crowd.Histories);
        memory.Write(Path.Combine(folder, "soak-memory.csv"));
        return Tell(HistoryChecker.Check(people.Judged(), stored, rules), memory);
    }

    private static async Task Trouble(Stage stage, Lab lab, TimeSpan time, CancellationToken cancellation)
    {
        var dice = new Random();
        var began = Stopwatch.GetTimestamp();
        for (var number = 1; Stopwatch.GetElapsedTime(began) < time; number++)
        {
            var next = Task.Delay(Every, cancellation);
            var row = Rows[dice.Next(Rows.Length)];
            var since = Stopwatch.GetTimestamp();
            await AllFaults.Make(row).Run(stage).WaitAsync(cancellation);
            await lab.Mend(cancellation);
            Progress.Line($"{number}: {row}, whole again after {Criterion.Text(Stopwatch.GetElapsedTime(since))}, {Stopwatch.GetElapsedTime(began):mm\\:ss} of {time:hh\\:mm\\:ss}");
            await next;
        }
    }

    private static bool Tell(IReadOnlyList<Violation> violations, MemoryWatch memory)
    {
        foreach (var kind in Enum.GetValues<Promise>())
        {
            Progress.Line($"{kind}: {violations.Count(violation => violation.Promise == kind)} broken");
        }

        violations.Take(20).ToList().ForEach(violation => Progress.Line($"  person {violation.Person} at {violation.At / 1e6:F3} s: {violation.What}"));
        var trends = memory.Trends().ToList();
        trends.ForEach(trend => Progress.Line(FormattableString.Invariant($"memory of {trend.Name}: {trend.Mean:F0} MiB, {trend.PerMinute:+0.00;-0.00} MiB a minute{(trend.IsFlat ? "" : " (NOT FLAT)")}")));
        return violations.Count == 0 && trends.TrueForAll(trend => trend.IsFlat);
    }
}
