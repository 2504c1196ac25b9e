using System.Globalization;

namespace Whisper.Benchmarks.Peers;

/// <summary>How people chat in a trial.</summary>
/// <param name="People">How many.</param>
/// <param name="Rate">Messages a second, of all together.</param>
/// <param name="WarmUp">Seconds before it counts.</param>
/// <param name="Seconds">Seconds that count.</param>
internal sealed record TrialPlan(int People, int Rate, double WarmUp, double Seconds);

/// <summary>People who chat at one rate.</summary>
/// <param name="P99">The 99th percentile, in milliseconds; infinite when the server did not take the load at all.</param>
/// <param name="Processor">Processor time of the server per delivered message, in microseconds.</param>
/// <param name="DoesItsJob">Whether all that was said arrived in the end.</param>
/// <param name="KeepsUp">Whether it arrived as fast as it was said.</param>
internal sealed record Trial(double P99, double Processor, bool DoesItsJob, bool KeepsUp)
{
    // what no server may do, however busy it is
    private static readonly string[] Wrongs = ["repeated", "redelivered", "reordered", "misdelivered", "doubleMatches", "unreadable"];

    /// <summary>Whether the rate counts as held.</summary>
    public bool Holds => DoesItsJob && KeepsUp && P99 < PeerRates.Limit;

    /// <summary>Makes one.</summary>
    /// <exception cref="InvalidOperationException">The server repeated or mixed up something: its figures would be worth nothing.</exception>
    public static async Task<Trial> Run(Contender contender, IContenderServer server, TrialPlan plan, CancellationToken cancellation)
    {
        string[] scenario = ["chat", "--users", Text(plan.People), "--connect-rate", "2000", "--rate", Text(plan.Rate), "--warm-up", Text(plan.WarmUp), "--duration", Text(plan.Seconds)];
        if (await LoadTool.Run(contender, server, scenario, cancellation) is not { } figures)
        {
            return new(double.PositiveInfinity, double.NaN, DoesItsJob: false, KeepsUp: false);
        }

        foreach (var wrong in Wrongs.Where(wrong => figures.GetValueOrDefault(wrong) > 0))
        {
            throw new InvalidOperationException($"{contender.Name} at {plan.Rate:n0} messages/s: {wrong} {figures[wrong]:n0}.");
        }

        return new(
            figures.GetValueOrDefault("message.p99", double.PositiveInfinity),
            figures.GetValueOrDefault("server.cpuPerMessage", double.NaN),
            DoesItsJob: figures.GetValueOrDefault("lost") == 0 && figures["received"] > 0,
            KeepsUp: figures["received"] >= PeerRates.Delivered * figures["intended"]);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
