using System.Net;
using Whisper.Chaos.Checking;
using Whisper.Chaos.Histories;
using Whisper.Chaos.Load;
using Whisper.Chaos.Loops;

namespace Whisper.Chaos.Staging;

/// <summary>One run of one row: people come, the fault happens, everything settles, and what they saw is checked.</summary>
internal sealed class RowRunner(Lab lab, Loop loop, LoadPlan plan, RowTimes times, string histories, Action<string> say)
{
    /// <summary>Runs it. A fault that cannot be carried through is a failed row, not an exception.</summary>
    /// <param name="fault">The row.</param>
    /// <param name="seed">Decides who falls victim.</param>
    /// <param name="file">Names the raw histories.</param>
    public async Task<RowResult> Run(IFault fault, int seed, string file)
    {
        var door = new IPEndPoint(IPAddress.Loopback, lab.Cluster.Proxy.Port);
        var crowd = new Crowd(loop, () => door);
        var stage = new Stage(lab.Cluster, crowd, new ChatLoad(crowd, plan), new JoinLoad(crowd, plan), plan, times, new Random(seed), say);
        var people = new RowPeople(stage, loop);
        var baseline = fault.Baseline(times);
        string? error = null;
        long? from = null, to = null;
        _ = loop.TakeWorstLag();
        try
        {
            await people.Come();
            say($"baseline: {baseline.TotalSeconds:F0} s");
            await Task.Delay(baseline);
            await fault.Prepare(stage);
            from = Clock.Now;
            var least = Task.Delay(times.FaultLasts);
            await fault.Run(stage);
            await least;
            to = Clock.Now;
            await people.Settle(times.SearchesEnd);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            error = $"{broken.GetType().Name}: {broken.Message}";
            say($"FAILED: {error}");
        }

        var now = Clock.Now;
        var result = await Close(stage, people, fault, from ?? now, to ?? now, error);
        (fault as IDisposable)?.Dispose();
        var path = Path.Combine(histories, $"{file}.jsonl");
        HistoryFile.Write(path, crowd.Histories);
        return result with { Histories = path };
    }

    private async Task<RowResult> Close(Stage stage, RowPeople people, IFault fault, long from, long to, string? error)
    {
        var lag = loop.TakeWorstLag();
        await people.Hush();
        var rules = times.Apply(fault.Rules) with { Until = Clock.Now };
        // from here on nobody sees anything new: what is stored is compared with what is final
        await people.Go();
        var stored = await people.Effects(rules);
        var judged = people.Judged();
        var figures = Figures.Of(judged, from - Clock.Micros(fault.Baseline(times)), from, to, rules);
        foreach (var criterion in error is null ? fault.Judge(figures) : [])
        {
            stage.Demand(criterion);
        }

        return new(fault.Name, fault.Title, HistoryChecker.Check(judged, stored, rules), stage.Criteria, figures, lag, "", error ?? loop.Broken?.ToString());
    }
}
