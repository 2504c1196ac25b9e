using System.Net;
using Whisper.Chaos.Checking;
using Whisper.Chaos.Histories;
using Whisper.Chaos.Load;
using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Staging;

/// <summary>One run of one row: people come, the fault happens, everything settles, and what they saw is checked.</summary>
internal sealed class RowRunner(Lab lab, Loop loop, LoadPlan plan, RowTimes times, string histories, Action<string> say)
{
    private static readonly TimeSpan ReportsArriveWithin = TimeSpan.FromSeconds(60);

    /// <summary>Runs it. A fault that cannot be carried through is a failed row, not an exception.</summary>
    /// <param name="fault">The row.</param>
    /// <param name="seed">Decides who falls victim.</param>
    /// <param name="file">Names the raw histories.</param>
    public async Task<RowResult> Run(IFault fault, int seed, string file)
    {
        var door = new IPEndPoint(IPAddress.Loopback, lab.Cluster.Proxy.Port);
        var crowd = new Crowd(loop, () => door);
        var (chats, joins) = (new ChatLoad(crowd, plan), new JoinLoad(crowd, plan));
        var stage = new Stage(lab.Cluster, crowd, chats, joins, plan, times, new Random(seed), say);
        var path = Path.Combine(histories, $"{file}.jsonl");
        string? error = null;
        long from = 0, to = 0;
        _ = loop.TakeWorstLag();
        try
        {
            await Open(stage);
            await fault.Prepare(stage);
            (from, to) = (Clock.Now, long.MaxValue);
            var least = Task.Delay(times.FaultLasts);
            await fault.Run(stage);
            await least;
            to = Clock.Now;
            await Settle(stage);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            error = $"{broken.GetType().Name}: {broken.Message}";
            say($"FAILED: {error}");
        }

        var seen = await CloseAt(stage, fault, from == 0 ? Clock.Now : from, to == long.MaxValue ? Clock.Now : to, path, error);
        (fault as IDisposable)?.Dispose();
        return seen;
    }

    private async Task Open(Stage stage)
    {
        await loop.Run(stage.Chats.Open);
        await stage.Wait($"{plan.Chats} chats begin", () => loop.Run(() => stage.Chats.Together == plan.Chats));
        await loop.Run(() =>
        {
            stage.Chats.Talk();
            stage.Joins.Open();
        });
        say($"baseline: {times.Baseline.TotalSeconds:F0} s");
        await Task.Delay(times.Baseline);
    }

    private async Task Settle(Stage stage)
    {
        await loop.Run(() =>
        {
            stage.Chats.Hush();
            stage.Joins.Hush();
        });
        await stage.Wait("what was said is delivered", () => loop.Run(() => stage.Chats.Unsettled == 0));
        if (times.SearchesEnd)
        {
            await stage.Wait("those who search have met or timed out", () => loop.Run(() => stage.Joins.Present == 0));
        }
    }

    private async Task<RowResult> CloseAt(Stage stage, IFault fault, long from, long to, string path, string? error)
    {
        var lag = loop.TakeWorstLag();
        var rules = fault.Rules with { Until = Clock.Now };
        await loop.Run(() =>
        {
            stage.Chats.Hush();
            stage.Joins.Hush();
        });
        var stored = await Stored(stage);
        // from here on nobody writes: the people leave, and only then their histories are read
        await loop.Run(() =>
        {
            foreach (var person in stage.Crowd.People)
            {
                person.Leave();
                person.Retire();
            }
        });
        var histories = stage.Crowd.Histories;
        HistoryFile.Write(path, histories);
        var violations = HistoryChecker.Check([.. histories.Where(history => history.Role != "probe")], stored, rules);
        var figures = Figures.Of(histories, from, to, rules);
        foreach (var criterion in error is null ? fault.Judge(figures) : [])
        {
            stage.Demand(criterion);
        }

        return new(fault.Name, fault.Title, violations, stage.Criteria, figures, lag, path, error ?? loop.Broken?.ToString());
    }

    /// <summary>The reports in PostgreSQL, once all that were acknowledged are there; after 60 s as many as there are.</summary>
    private async Task<IReadOnlyList<StoredReport>> Stored(Stage stage)
    {
        await using var database = new StoredReports(lab.Cluster.Postgres);
        var began = Clock.Now;
        say("waiting: acknowledged reports are stored");
        while (true)
        {
            IReadOnlyList<StoredReport> reports = [];
            try
            {
                reports = await database.All();
            }
            catch (Npgsql.NpgsqlException)
            {
                // not there yet; what is missing in the end is told by the checker
            }

            if (!await loop.Run(() => ReportChecks.NotOnce(stage.Crowd.Histories, reports).Any()) || Clock.Now - began > Clock.Micros(ReportsArriveWithin))
            {
                return reports;
            }

            await Task.Delay(500);
        }
    }
}
