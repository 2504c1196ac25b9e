using Whisper.LoadTest.Checking;
using Whisper.LoadTest.Measuring;

namespace Whisper.LoadTest.Workers;

/// <summary>All workers, and what they have reported together.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<WorkerHandle> _workers = [];
    private readonly Dictionary<Latency, Histogram> _phase = [];
    private readonly Dictionary<Latency, Histogram> _interval = [];
    private long _worstTurn;

    private Fleet()
    {
    }

    /// <summary>Each of them.</summary>
    public IReadOnlyList<WorkerHandle> Workers => _workers;

    /// <summary>What they have seen of matches and chats.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>Starts as many as the users need.</summary>
    public static async Task<Fleet> Start(LoadOptions options, Func<IWorkerHost> host, CancellationToken cancellation)
    {
        var fleet = new Fleet();
        foreach (var plan in Shares.Plan(options))
        {
            fleet._workers.Add(new(plan, host(), fleet.Reported));
        }

        foreach (var worker in fleet._workers)
        {
            await worker.Expect(WorkerReport.Ready, cancellation);
        }

        return fleet;
    }

    /// <summary>What has been reported last.</summary>
    public Totals Now()
    {
        lock (_gate)
        {
            return Totals.Of(_workers.Select(worker => worker.Last));
        }
    }

    /// <summary>Error frames by their code, since the beginning.</summary>
    public IReadOnlyDictionary<string, long> Errors => Sum(report => report.Errors);

    /// <summary>Unwanted ends by their code, since the beginning.</summary>
    public IReadOnlyDictionary<string, long> Ends => Sum(report => report.Ends);

    /// <summary>Has all workers do something; count and rate are divided among them.</summary>
    public void Send(string what, int count = 0, double rate = 0)
    {
        var users = _workers.Sum(worker => worker.Plan.Users);
        foreach (var (worker, share) in _workers.Zip(Shares.Divide(count, [.. _workers.Select(worker => worker.Plan.Users)])))
        {
            worker.Send(new() { Do = what, Count = share, Rate = rate * worker.Plan.Users / users });
        }
    }

    /// <summary>Ends a phase: everything up to now has been reported when this returns.</summary>
    public async Task<Totals> Mark(CancellationToken cancellation)
    {
        Send(WorkerCommand.Mark);
        foreach (var worker in _workers)
        {
            await worker.Expect(WorkerReport.Marked, cancellation);
        }

        return Now();
    }

    /// <summary>Ends all work.</summary>
    public async Task<Totals> Stop(CancellationToken cancellation)
    {
        Send(WorkerCommand.Stop);
        foreach (var worker in _workers)
        {
            await worker.Expect(WorkerReport.Done, cancellation);
        }

        return Now();
    }

    /// <summary>What was timed since this was last called.</summary>
    public Dictionary<Latency, Histogram> TakePhase() => Take(_phase);

    /// <summary>The same, for those who look once a second.</summary>
    public Dictionary<Latency, Histogram> TakeInterval() => Take(_interval);

    /// <summary>The longest turn of a worker's loop since this was last called, in microseconds.</summary>
    public long TakeWorstTurn() => Interlocked.Exchange(ref _worstTurn, 0);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await Task.WhenAll(_workers.Select(worker => worker.DisposeAsync().AsTask()));

    private void Reported(WorkerHandle worker, WorkerReport report)
    {
        lock (_gate)
        {
            foreach (var (name, encoded) in report.Latencies)
            {
                var latency = Enum.Parse<Latency>(name);
                Of(_phase, latency).Decode(encoded);
                Of(_interval, latency).Decode(encoded);
            }

            _worstTurn = Math.Max(_worstTurn, report.WorstTurn);
            foreach (var match in Journal.Decode<MatchRecord>(report.Matches))
            {
                if (Ledger.Add(match) is { } decision)
                {
                    Of(_phase, Latency.Decision).Record(decision);
                    Of(_interval, Latency.Decision).Record(decision);
                }
            }

            foreach (var chat in Journal.Decode<ChatRecord>(report.Chats))
            {
                Ledger.Add(chat);
            }
        }
    }

    private Dictionary<Latency, Histogram> Take(Dictionary<Latency, Histogram> from)
    {
        lock (_gate)
        {
            var taken = new Dictionary<Latency, Histogram>(from);
            from.Clear();
            return taken;
        }
    }

    private static Histogram Of(Dictionary<Latency, Histogram> histograms, Latency latency)
    {
        if (!histograms.TryGetValue(latency, out var histogram))
        {
            histograms.Add(latency, histogram = new());
        }

        return histogram;
    }

    private SortedDictionary<string, long> Sum(Func<WorkerReport, Dictionary<string, long>> of)
    {
        lock (_gate)
        {
            var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var (name, count) in _workers.SelectMany(worker => of(worker.Last)))
            {
                sum[name] = sum.GetValueOrDefault(name) + count;
            }

            return sum;
        }
    }
}
