using BenchmarkDotNet.Attributes;
using Whisper.Matching;

namespace Whisper.Benchmarks.Matching;

/// <summary>Joins per second of one matcher on one thread; see <see cref="Traffic"/> for what a join is.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class MatcherBenchmarks
{
    private const int JoinsPerIteration = 50_000;

    private readonly Ticket[] _arrivals = new Ticket[JoinsPerIteration];
    private Crowd _crowd = null!;
    private Traffic _traffic = null!;

    /// <summary>What the joins came to, per case; the benchmarks run in this process.</summary>
    internal static Dictionary<(int Waiting, int Tags, bool Matches), TrafficCounts> Counts { get; } = [];

    /// <summary>Joins per second of processor time, one entry per iteration: what the core did while it worked for us.</summary>
    internal static Dictionary<(int Waiting, int Tags, bool Matches), List<double>> ProcessorRates { get; } = [];

    [Params(1_000, 50_000, 200_000)]
    public int Waiting { get; set; }

    [Params(50, 500, 4_000)]
    public int Tags { get; set; }

    /// <summary>False: every reservation fails and everybody times out, the most work that a join can cause.</summary>
    [Params(true, false)]
    public bool Matches { get; set; }

    // the queue is turned over before the first measurement: who still waits has rarer interests than who comes
    [GlobalSetup]
    public void Fill()
    {
        _crowd = new Crowd(Tags);
        _traffic = new Traffic(_crowd, Waiting, Matches);
        for (var i = 0; i < 2 * Waiting; i++)
        {
            _traffic.Join(_crowd.Next());
        }

        Counts[(Waiting, Tags, Matches)] = _traffic.Counts;
        ProcessorRates[(Waiting, Tags, Matches)] = [];
    }

    // the people themselves are made outside the measurement, as deserialisation makes them outside the matcher
    [IterationSetup]
    public void Arrive()
    {
        for (var i = 0; i < _arrivals.Length; i++)
        {
            _arrivals[i] = _crowd.Next();
        }
    }

    [Benchmark(OperationsPerInvoke = JoinsPerIteration)]
    public void Join()
    {
        var before = Environment.CpuUsage.TotalTime;
        foreach (var ticket in _arrivals)
        {
            _traffic.Join(ticket);
        }

        ProcessorRates[(Waiting, Tags, Matches)].Add(JoinsPerIteration / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    // the next case must not share the heap with this one
    [GlobalCleanup]
    public void Leave()
    {
        (_traffic, _crowd) = (null!, null!);
        Array.Clear(_arrivals);
        GC.Collect();
    }
}
