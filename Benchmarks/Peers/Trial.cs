using System.Globalization;

namespace Whisper.Benchmarks.Peers;

/// <summary>People who chat at one rate.</summary>
/// <param name="P99">The 99th percentile, in milliseconds; infinite when the server did not take the load at all.</param>
/// <param name="Processor">Processor time of the server per delivered message, in microseconds.</param>
/// <param name="Holds">Whether the rate counts as held.</param>
internal sealed record Trial(double P99, double Processor, bool Holds)
{
    // what no server may do, however busy it is
    private static readonly string[] Wrongs = ["repeated", "reordered", "misdelivered", "doubleMatches", "unreadable"];

    /// <summary>Makes one.</summary>
    /// <exception cref="InvalidOperationException">The server lost, repeated or mixed up something: its figures would be worth nothing.</exception>
    public static async Task<Trial> Run(Contender contender, ContenderServer server, PeersOptions options, int rate, CancellationToken cancellation)
    {
        var figures = await LoadTool.Run(
            contender,
            server,
            ["chat", "--users", Text(options.People), "--connect-rate", "2000", "--rate", Text(rate), "--warm-up", Text(options.WarmUp), "--duration", Text(options.Seconds)],
            cancellation);
        if (figures is null)
        {
            return new(double.PositiveInfinity, double.NaN, Holds: false);
        }

        foreach (var wrong in Wrongs.Where(wrong => figures.GetValueOrDefault(wrong) > 0))
        {
            throw new InvalidOperationException($"{contender.Name} at {rate:n0} messages/s: {wrong} {figures[wrong]:n0}.");
        }

        var arrived = figures["received"] / Math.Max(1, figures["intended"]);
        var p99 = figures.GetValueOrDefault("message.p99", double.PositiveInfinity);
        return new(p99, figures.GetValueOrDefault("server.cpuPerMessage", double.NaN), p99 < PeerRates.Limit && arrived >= PeerRates.Delivered && figures.GetValueOrDefault("lost") == 0);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
