using System.Globalization;
using System.Text;

namespace Whisper.Benchmarks.Peers;

/// <summary>The figures as Markdown.</summary>
internal static class PeersTables
{
    private static readonly string[] Columns =
    [
        "bytes per idle connection",
        "connects/s",
        .. PeerRates.Processor.Select(rate => string.Create(CultureInfo.InvariantCulture, $"server CPU per message at {rate:n0}/s")),
        .. PeerRates.Fixed.Select(rate => string.Create(CultureInfo.InvariantCulture, $"p99 at {rate:n0}/s")),
        string.Create(CultureInfo.InvariantCulture, $"highest rate below {PeerRates.Limit:f0} ms"),
    ];

    /// <summary>Writes the section.</summary>
    public static string Write(PeersOptions options, string machine, IReadOnlyDictionary<Contender, PeerFigures> figures)
    {
        var text = new StringBuilder().AppendLine(machine).AppendLine().AppendLine(Called(options)).AppendLine().AppendLine(Method(options)).AppendLine();
        Head(text);
        foreach (var contender in options.Contenders)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Title} | {string.Join(" | ", Cells(figures[contender]))} |");
        }

        if (options.Contenders.FirstOrDefault(contender => contender.IsWhisper) is { } whisper && options.Contenders.Count > 1)
        {
            Ratios(text.AppendLine(), options, figures, figures[whisper]);
        }

        if (options.Contenders.FirstOrDefault(contender => contender.IsFloor) is { } floor && options.Contenders.Count > 1)
        {
            AboveFloor(text.AppendLine(), options, figures, figures[floor]);
        }

        return text.ToString();
    }

    private static string Called(PeersOptions options) => options.Command is "" or "--write docs/benchmarks.md"
        ? "Written by `make bench-peers`."
        : $"Written by `make bench-peers PEERS_ARGS=\"{options.Command}\"`.";

    private static string Method(PeersOptions options) => string.Create(CultureInfo.InvariantCulture, $"""
        Each server alone with the same client (`LoadTest`) on the same two cores, `whisper.v1` or the peer's own wire carrying the same fields; what each leaves out is in [Peers/README.md](../Peers/README.md). **Bytes**: the slope of the
        server's resident memory from {PeersOptions.Low:n0} to {PeersOptions.High:n0} idle connections whose session has begun. **Connects**: how many a second get their session when {PeersOptions.Burst:n0} want to, a thousand at a time. The rest: {options.People / 2:n0} pairs who send 128 bytes to each other at
        random times (open loop), acknowledged and reported as delivered; latencies count from the time at which a message was meant to be sent, processor time is the server's, per delivered message; in the cluster the silo's and the gateway's together, as are the bytes. *Highest rate*: found by
        doubling and halving, to {100 * (HighestRate.Precision - 1):f0} %; above, the 99th percentile exceeds {PeerRates.Limit:f0} ms or messages pile up. The client has the same two cores, and one thread: the highest rates are as much its own as the servers'. Medians of {options.Rounds} alternating rounds of {options.Seconds:f0} s a rate, {options.WarmUp:f0} s after it began ({options.FirstWarmUp:f0} s for the first), each round on new processes.
        """);

    private static void Head(StringBuilder text) => text
        .AppendLine(CultureInfo.InvariantCulture, $"| server | {string.Join(" | ", Columns)} |")
        .AppendLine("|---|" + string.Concat(Columns.Select(_ => "---:|")));

    private static IEnumerable<string> Cells(PeerFigures figures) =>
    [
        Number(figures.Bytes, "n0", ""),
        Number(figures.Connects, "n0", ""),
        .. figures.Processor.Select(micros => Number(micros, "f1", " µs")),
        .. figures.P99.Select(p99 => Number(p99, p99 < 10 ? "f1" : "n0", " ms")),
        Number(figures.Highest, "n0", "/s"),
    ];

    // above 1: Whisper is that many times better
    private static void Ratios(StringBuilder text, PeersOptions options, IReadOnlyDictionary<Contender, PeerFigures> figures, PeerFigures whisper)
    {
        text.AppendLine("How many times better Whisper is; below 1 the peer is ahead:").AppendLine();
        Head(text);
        foreach (var contender in options.Contenders.Where(contender => contender is { IsWhisper: false, IsCluster: false }))
        {
            var peer = figures[contender];
            double[] ratios =
            [
                peer.Bytes / whisper.Bytes, whisper.Connects / peer.Connects,
                .. peer.Processor.Zip(whisper.Processor, (theirs, ours) => theirs / ours),
                .. peer.P99.Zip(whisper.P99, (theirs, ours) => theirs / ours), whisper.Highest / peer.Highest,
            ];
            text.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Title} | {string.Join(" | ", ratios.Select(ratio => Number(ratio, ratio < 10 ? "f2" : "n0", "")))} |");
        }
    }

    // what a machine's system calls cost is in both: the ratio says the same everywhere
    private static void AboveFloor(StringBuilder text, PeersOptions options, IReadOnlyDictionary<Contender, PeerFigures> figures, PeerFigures floor)
    {
        text.AppendLine("Server CPU per message, in floors:").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| server | {string.Join(" | ", PeerRates.Processor.Select(rate => $"at {rate.ToString("n0", CultureInfo.InvariantCulture)}/s"))} |");
        text.AppendLine("|---|" + string.Concat(PeerRates.Processor.Select(_ => "---:|")));
        foreach (var contender in options.Contenders.Where(contender => !contender.IsFloor))
        {
            var ratios = figures[contender].Processor.Zip(floor.Processor, (theirs, least) => Number(theirs / least, "f2", ""));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Title} | {string.Join(" | ", ratios)} |");
        }
    }

    private static string Number(double value, string format, string unit) => value switch
    {
        double.NaN => "",
        double.PositiveInfinity => "∞",
        _ => value.ToString(format, CultureInfo.InvariantCulture) + unit,
    };
}
