namespace Whisper.Benchmarks.Peers;

/// <summary>What one server did in one round; NaN where it did not get that far.</summary>
/// <param name="Bytes">Resident memory per idle connection.</param>
/// <param name="Connects">Connections a second until the session is there, with a thousand under way at any time.</param>
/// <param name="Processor">Processor time of the server per delivered message at <see cref="PeerRates.Processor"/>, in microseconds.</param>
/// <param name="P99">99th percentiles at <see cref="PeerRates.Fixed"/>, in milliseconds.</param>
/// <param name="Highest">The highest rate of messages a second with a 99th percentile below <see cref="PeerRates.Limit"/>.</param>
internal sealed record PeerFigures(double Bytes, double Connects, double[] Processor, double[] P99, double Highest)
{
    /// <summary>Of who did not get to the end.</summary>
    public static PeerFigures None { get; } = new(
        double.NaN, double.NaN, [.. PeerRates.Processor.Select(_ => double.NaN)], [.. PeerRates.Fixed.Select(_ => double.NaN)], double.NaN);

    /// <summary>Each figure's median.</summary>
    public static PeerFigures Median(IReadOnlyCollection<PeerFigures> rounds)
    {
        return new(
            Of(round => round.Bytes),
            Of(round => round.Connects),
            [.. PeerRates.Processor.Select((_, i) => Of(round => round.Processor[i]))],
            [.. PeerRates.Fixed.Select((_, i) => Of(round => round.P99[i]))],
            Of(round => round.Highest));

        // NaN is the least of all in order: a round without the figure is left out instead
        double Of(Func<PeerFigures, double> figure) =>
            rounds.Select(figure).Where(value => !double.IsNaN(value)).Order().ToArray() is { Length: > 0 } known ? known[known.Length / 2] : double.NaN;
    }
}

/// <summary>The rates of messages a second at which everybody is measured.</summary>
internal static class PeerRates
{
    /// <summary>What the 99th percentile must stay below, in milliseconds.</summary>
    public const double Limit = 100;

    /// <summary>What part of the messages that were to be said must have arrived in the same time.</summary>
    public const double Delivered = 0.95;

    /// <summary>The rates at which everybody is measured.</summary>
    public static readonly int[] Fixed = [5_000, 10_000, 20_000];

    /// <summary>Those of them at which processor time is given.</summary>
    public static readonly int[] Processor = [10_000, 20_000];
}
