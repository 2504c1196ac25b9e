using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Reporting;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>
/// Where a scenario's parent part works: the workers, the servers as they look from outside, and the figures that come of
/// them. Once a second it takes a sample of everything, whatever the scenario does.
/// </summary>
internal sealed class Stage(LoadOptions options, Fleet fleet, IReadOnlyList<Watched> servers, Progress progress, CancellationToken cancellation)
{
    private const int WarmUpSteps = 10;

    private static readonly TimeSpan Stalled = TimeSpan.FromMinutes(1);

    // fifty workers that are asked five times a second would do little else
    private readonly TimeSpan _look = TimeSpan.FromMilliseconds(Math.Clamp(20 * fleet.Workers.Count, 100, 1_000));
    private readonly List<Sample> _series = [];
    private readonly long _began = Clock.Now;
    private Totals _lastTotals = fleet.Now();
    private Snapshot? _lastSnapshot;
    private string _phase = "start";

    /// <summary>What was asked for.</summary>
    public LoadOptions Options { get; } = options;

    /// <summary>The workers.</summary>
    public Fleet Fleet { get; } = fleet;

    /// <summary>When to give up.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The figures so far.</summary>
    public SortedDictionary<string, double> Figures { get; } = new(StringComparer.Ordinal);

    /// <summary>The distributions so far.</summary>
    public Dictionary<string, IReadOnlyList<Point>> Distributions { get; } = [];

    /// <summary>The levels so far.</summary>
    public List<Level> Levels { get; } = [];

    /// <summary>Second by second.</summary>
    public IReadOnlyList<Sample> Series => _series;

    /// <summary>What the scenario itself requires, besides what was asked for.</summary>
    public List<string> Requirements { get; } = [];

    /// <summary>Servers, clients and kernel now.</summary>
    public Snapshot Snapshot(bool withPss = false) => Measuring.Snapshot.Take(servers, Fleet.Workers.Select(worker => worker.ProcessId).OfType<int>(), withPss);

    /// <summary>Says what goes on, and until when.</summary>
    public void Phase(string name, Goal? goal = null)
    {
        _phase = name;
        progress.Phase(name, goal);
    }

    /// <summary>Lets time pass, and says what for.</summary>
    public Task Pass(string phase, double seconds)
    {
        Phase(phase, new(null, seconds));
        return Wait(seconds);
    }

    /// <summary>Lets time pass.</summary>
    public Task Wait(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Cancellation);

    /// <summary>
    /// The load before what is measured: its rate grows in the first half of the time. Servers that have just started compile what they run; what they were asked meanwhile and could not
    /// answer would be in their way long after.
    /// </summary>
    /// <param name="rate">What it grows to.</param>
    /// <param name="load">What the rate is of: <see cref="WorkerCommand.Load"/> or <see cref="WorkerCommand.Extra"/>.</param>
    public async Task WarmUp(double rate, string load = WorkerCommand.Load)
    {
        var half = Options.WarmUp / 2;
        Phase($"warming up to {rate:N0}/s", new(null, Options.WarmUp));
        for (var step = 1; step <= WarmUpSteps; step++)
        {
            Fleet.Send(load, rate: rate * step / WarmUpSteps);
            await Wait(half / WarmUpSteps);
        }

        await Wait(half);
    }

    /// <summary>Waits until servers that have just started have stopped growing by themselves, for <see cref="LoadOptions.Steady"/> at most.</summary>
    /// <returns>How long that took, in seconds.</returns>
    public async Task<double> Steady()
    {
        Phase("until servers have stopped growing", new(null, Options.Steady));
        var (growth, began) = (new Growth(), Clock.Now);
        double Passed() => (Clock.Now - began) / (double)Clock.Second;
        while (Passed() < Options.Steady && !growth.HasStopped(Passed(), Snapshot().Server.Rss, servers.Count))
        {
            await Wait(0.5);
        }

        return Passed();
    }

    /// <summary>Has people connect, and waits until they are greeted.</summary>
    /// <param name="users">How many in all, those of before included.</param>
    /// <param name="rate">How many a second.</param>
    /// <param name="mayLeave">Whether some leave while others still come, so that all are never there at once.</param>
    /// <exception cref="InvalidOperationException">For a minute nobody more got in.</exception>
    public async Task Connect(int users, double rate, bool mayLeave = false)
    {
        Phase($"connecting {users:N0}", new(Names.Of(Gauge.Online), users));
        Fleet.Send(WorkerCommand.Connect, users, rate);
        await Reach(now => mayLeave ? now[Count.Greeted] : now[Gauge.Online], users, "connected");
    }

    /// <summary>Waits until a figure has reached what is wanted.</summary>
    /// <exception cref="InvalidOperationException">For a minute it has not grown.</exception>
    public async Task Reach(Func<Totals, long> figure, long wanted, string what)
    {
        var (best, since) = (long.MinValue, Clock.Now);
        while (true)
        {
            var now = figure(await Fleet.Mark(Cancellation));
            if (now >= wanted)
            {
                return;
            }

            (best, since) = now > best ? (now, Clock.Now) : (best, since);
            GiveUpWhenStalled(since, now, wanted, what);
            await Task.Delay(_look, Cancellation);
        }
    }

    /// <summary>Gives up when nothing has come for long.</summary>
    /// <exception cref="InvalidOperationException">That is so.</exception>
    public void GiveUpWhenStalled(long since, long now, long wanted, string what)
    {
        if (Clock.Now - since > Clock.Micros(Stalled))
        {
            throw new InvalidOperationException($"Only {now:N0} of {wanted:N0} are {what}, and for {Stalled.TotalSeconds:F0} s no more came. {Reasons()}");
        }
    }

    /// <summary>Takes a sample a second until it is told to end.</summary>
    public async Task Sample(CancellationToken end)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await second.WaitForNextTickAsync(end))
            {
                TakeSample();
            }
        }
        catch (OperationCanceledException)
        {
            // told to end
        }
    }

    private void TakeSample()
    {
        var (totals, snapshot) = (Fleet.Now(), Snapshot());
        var values = SampleValues.Of(totals, _lastTotals, snapshot, _lastSnapshot, Fleet.TakeInterval(), Fleet.TakeWorstTurn());
        (_lastTotals, _lastSnapshot) = (totals, snapshot);
        var sample = new Sample((Clock.Now - _began) / (double)Clock.Second, _phase, values);
        _series.Add(sample);
        progress.Show(sample);
    }

    private string Reasons() => string.Join("; ", Fleet.Ends.Concat(Fleet.Errors).Select(reason => $"{reason.Key}: {reason.Value:N0}"));
}
