using Whisper.LoadTest.Measuring;

namespace Whisper.LoadTest.Workers;

/// <summary>What all workers together have reported.</summary>
/// <param name="Counts">In the order of <see cref="Count"/>.</param>
/// <param name="Gauges">In the order of <see cref="Gauge"/>.</param>
internal sealed record Totals(long[] Counts, long[] Gauges)
{
    /// <summary>A count.</summary>
    public long this[Count count] => Counts[(int)count];

    /// <summary>A gauge.</summary>
    public long this[Gauge gauge] => Gauges[(int)gauge];

    /// <summary>What has happened since an earlier moment.</summary>
    public Totals Since(Totals earlier) => this with { Counts = [.. Counts.Zip(earlier.Counts, (now, then) => now - then)] };

    /// <summary>The sum of some reports.</summary>
    public static Totals Of(IEnumerable<WorkerReport> reports)
    {
        var counts = new long[Enum.GetValues<Count>().Length];
        var gauges = new long[Enum.GetValues<Gauge>().Length];
        foreach (var report in reports)
        {
            Add(counts, report.Counts);
            Add(gauges, report.Gauges);
        }

        return new(counts, gauges);
    }

    private static void Add(long[] to, long[] more)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += more[i];
        }
    }
}
