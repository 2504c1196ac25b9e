namespace Whisper.Benchmarks.Relay;

/// <summary>What a rate of messages cost.</summary>
/// <param name="Silo">Processor time of the silo per delivered message, in microseconds.</param>
/// <param name="Gateway">The gateway's, in microseconds.</param>
/// <param name="P99">99th percentile of the time from when a message was meant to be said to when it was shown, in milliseconds.</param>
/// <param name="Delivered">Messages a second that were shown.</param>
internal sealed record RelayFigures(double Silo, double Gateway, double P99, double Delivered)
{
    public double Both => Silo + Gateway;

    /// <summary>Each figure's median.</summary>
    public static RelayFigures Median(IReadOnlyCollection<RelayFigures> runs)
    {
        return new(Of(run => run.Silo), Of(run => run.Gateway), Of(run => run.P99), Of(run => run.Delivered));

        double Of(Func<RelayFigures, double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
    }
}
