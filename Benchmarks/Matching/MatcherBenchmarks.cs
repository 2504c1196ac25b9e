using BenchmarkDotNet.Attributes;
using Whisper.Matching;

namespace Whisper.Benchmarks.Matching;

/// <summary>Joins per second of one matcher on one thread; see <see cref="Traffic"/> for what a join is.</summary>
[MemoryDiagnoser]
public class MatcherBenchmarks
{
    private const int JoinsPerIteration = 20_000;

    private readonly Ticket[] _arrivals = new Ticket[JoinsPerIteration];
    private Crowd _crowd = null!;
    private Traffic _traffic = null!;

    [Params(1_000, 50_000, 200_000)]
    public int Waiting { get; set; }

    [Params(50, 500, 4_000)]
    public int Tags { get; set; }

    /// <summary>False: every reservation fails and everybody times out, the most work that a join can cause.</summary>
    [Params(true, false)]
    public bool Matches { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _crowd = new Crowd(Tags);
        _traffic = new Traffic(_crowd, Waiting, Matches);
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
        foreach (var ticket in _arrivals)
        {
            _traffic.Join(ticket);
        }
    }

    [GlobalCleanup]
    public void Report()
    {
        var c = _traffic.Counts;
        var (exact, enrolled) = _traffic.Waiting;
        Console.WriteLine(
            $"// waiting {exact:n0} + {enrolled:n0}; per 100 joins: {Per(c.ExactMatches)} exact and {Per(c.OverlapMatches)} overlap matches, "
            + $"{Per(c.Refusals)} refusals, {Per(c.Enrolments)} enrolments, {Per(c.Timeouts)} timeouts");

        string Per(long count) => $"{100.0 * count / c.Joins:f1}";
    }
}
