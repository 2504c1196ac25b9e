using Whisper.Simulation.Cluster;

namespace Whisper.Simulation.Figures;

/// <summary>How long the queues were, looked at once a second, and how the work was spread over the buckets.</summary>
internal sealed class QueueFigures(SimCluster cluster)
{
    private readonly Dictionary<BucketLoad, (long Joins, long Calls)> _before = [];
    private readonly List<int> _lengths = [];
    private readonly List<int> _totals = [];

    /// <summary>Figures are taken from now on.</summary>
    public void Begin()
    {
        foreach (var load in cluster.Loads)
        {
            _before[load] = (load.Joins, load.Calls);
        }
    }

    /// <summary>Looks once.</summary>
    public void Look()
    {
        _lengths.AddRange(cluster.Loads.Select(load => load.Waiting).Where(waiting => waiting > 0));
        _totals.Add(cluster.Loads.Sum(load => load.Waiting));
    }

    /// <summary>Ends: what was found, over <paramref name="seconds"/>.</summary>
    public QueueSummary End(double seconds)
    {
        var loads = cluster.Loads.Select(load => (Joins: load.Joins - _before.GetValueOrDefault(load).Joins, Calls: load.Calls - _before.GetValueOrDefault(load).Calls)).ToList();
        _lengths.Sort();
        return new QueueSummary(
            Buckets: loads.Count(load => load.Calls > 0),
            WaitingOnAverage: _totals.Average(),
            LongestQueue: _lengths.LastOrDefault(),
            LongQueue: _lengths.Count == 0 ? 0 : _lengths[(int)(0.99 * (_lengths.Count - 1))],
            HottestShareOfJoins: (double)loads.Max(load => load.Joins) / Math.Max(1, loads.Sum(load => load.Joins)),
            HottestCallsPerSecond: loads.Max(load => load.Calls) / seconds,
            CallsToBucketsPerSecond: loads.Sum(load => load.Calls) / seconds);
    }
}

/// <summary>What the queues looked like.</summary>
/// <param name="Buckets">Buckets that were called at all.</param>
/// <param name="WaitingOnAverage">Tickets waiting at once in all of them.</param>
/// <param name="LongestQueue">Most tickets in one bucket at one moment.</param>
/// <param name="LongQueue">99th percentile over buckets with somebody in them, and over time.</param>
/// <param name="HottestShareOfJoins">Of all searches, those whose home was the most popular bucket; 0 to 1.</param>
/// <param name="HottestCallsPerSecond">Calls a second that came to the busiest bucket.</param>
/// <param name="CallsToBucketsPerSecond">Calls a second that came to all of them.</param>
internal sealed record QueueSummary(
    int Buckets, double WaitingOnAverage, int LongestQueue, int LongQueue, double HottestShareOfJoins, double HottestCallsPerSecond, double CallsToBucketsPerSecond);
