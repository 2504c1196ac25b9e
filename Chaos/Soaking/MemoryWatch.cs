using System.Globalization;
using Whisper.LocalCluster.Nodes;

namespace Whisper.Chaos.Soaking;

/// <summary>How much memory the processes hold that nothing happens to, over time.</summary>
internal sealed class MemoryWatch(IReadOnlyList<Node> spared)
{
    private const double Mebibyte = 1024 * 1024;
    private readonly List<(double Minutes, double Megabytes)[]> _samples = [];

    /// <summary>Looks once.</summary>
    public void Sample(TimeSpan since) =>
        _samples.Add([.. spared.Select(node => (since.TotalMinutes, node.Process!.Mark.Resident / Mebibyte))]);

    /// <summary>Writes each sample, as comma-separated values: minutes, and MiB of each process.</summary>
    public void Write(string path)
    {
        var lines = _samples.ConvertAll(sample => string.Join(',', sample.Select(point => point.Megabytes).Prepend(sample[0].Minutes).Select(value => value.ToString("F2", CultureInfo.InvariantCulture))));
        File.WriteAllLines(path, [string.Join(',', spared.Select(node => node.Name).Prepend("minutes")), .. lines]);
    }

    /// <summary>What has become of each process, leaving out the first quarter, in which they warm up.</summary>
    public IEnumerable<MemoryTrend> Trends()
    {
        var judged = _samples.Skip(_samples.Count / 4).ToList();
        for (var i = 0; i < spared.Count && judged.Count > 1; i++)
        {
            var points = judged.ConvertAll(sample => sample[i]);
            yield return new(spared[i].Name, Slope(points), points.Average(point => point.Megabytes), points[^1].Minutes - points[0].Minutes);
        }
    }

    private static double Slope(List<(double X, double Y)> points)
    {
        var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
        var spread = points.Sum(point => (point.X - meanX) * (point.X - meanX));
        return spread == 0 ? 0 : points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
    }
}

/// <summary>How the memory of a process developed.</summary>
/// <param name="Name">The process.</param>
/// <param name="PerMinute">Slope, in MiB a minute.</param>
/// <param name="Mean">Mean, in MiB.</param>
/// <param name="Minutes">Over how many minutes.</param>
internal sealed record MemoryTrend(string Name, double PerMinute, double Mean, double Minutes)
{
    // a runtime's heap breathes; what leaks does not stop
    private const double MostGrowth = 0.15;

    /// <summary>Whether the growth over the whole time is no more than a heap's breathing.</summary>
    public bool IsFlat => PerMinute * Minutes < MostGrowth * Mean;
}
