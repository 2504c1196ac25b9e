namespace Whisper.LoadTest.Measuring;

/// <summary>What one worker has counted since it began, and timed since it was last asked.</summary>
internal sealed class Tally
{
    private readonly long[] _counts = new long[Enum.GetValues<Count>().Length];
    private readonly long[] _gauges = new long[Enum.GetValues<Gauge>().Length];
    private readonly Histogram[] _latencies = [.. Enum.GetValues<Latency>().Select(_ => new Histogram())];

    /// <summary>Errors by their code.</summary>
    public Dictionary<string, long> Errors { get; } = [];

    /// <summary>Ends that were not meant, by their code.</summary>
    public Dictionary<string, long> Ends { get; } = [];

    /// <summary>A count.</summary>
    public ref long this[Count count] => ref _counts[(int)count];

    /// <summary>A gauge.</summary>
    public ref long this[Gauge gauge] => ref _gauges[(int)gauge];

    /// <summary>All counts, in the order of <see cref="Count"/>.</summary>
    public long[] Counts => [.. _counts];

    /// <summary>All gauges, in the order of <see cref="Gauge"/>.</summary>
    public long[] Gauges => [.. _gauges];

    /// <summary>Times something.</summary>
    public void Record(Latency what, long micros) => _latencies[(int)what].Record(micros);

    /// <summary>Counts something by its name.</summary>
    public static void Name(Dictionary<string, long> names, string name) => names[name] = names.GetValueOrDefault(name) + 1;

    /// <summary>What was timed since this was last called, encoded.</summary>
    public Dictionary<string, string> TakeLatencies()
    {
        var taken = new Dictionary<string, string>();
        foreach (var latency in Enum.GetValues<Latency>())
        {
            var histogram = _latencies[(int)latency];
            if (histogram.Count > 0)
            {
                taken.Add(latency.ToString(), histogram.Encode());
                histogram.Reset();
            }
        }

        return taken;
    }
}
