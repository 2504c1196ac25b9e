using System.Diagnostics;
using System.Globalization;

namespace Whisper.Benchmarks.Peers;

/// <summary>Measures everybody in turn, round after round: what else the machine does then falls on all alike.</summary>
internal sealed class PeersRun(PeersOptions options)
{
    private readonly Dictionary<Contender, List<PeerFigures>> _figures = options.Contenders.ToDictionary(contender => contender, _ => new List<PeerFigures>());
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Measures.</summary>
    public async Task<IReadOnlyDictionary<Contender, List<PeerFigures>>> Measure(CancellationToken cancellation)
    {
        for (var round = 0; round < options.Rounds; round++)
        {
            // nobody is always the one who follows the same other
            foreach (var contender in round % 2 == 0 ? options.Contenders : options.Contenders.Reverse())
            {
                var (bytes, connects) = await Idle(contender, round, cancellation);
                var chat = await Chat(contender, round, cancellation);
                _figures[contender].Add(chat with { Bytes = bytes, Connects = connects });
            }
        }

        return _figures;
    }

    private async Task<(double Bytes, double Connects)> Idle(Contender contender, int round, CancellationToken cancellation)
    {
        await using var server = new ContenderServer(contender);
        await server.Start(cancellation);
        var (low, high) = options.Levels;
        Tell(contender, round, string.Create(CultureInfo.InvariantCulture, $"{low:n0} to {high:n0} idle connections"));
        var idle = await LoadTool.Run(
            contender,
            server,
            ["idle", "--levels", string.Create(CultureInfo.InvariantCulture, $"{low},{high}"), "--connect-rate", "3000", "--settle", options.IsSmoke ? "1" : "4", "--duration", "1"],
            cancellation);
        return (idle?["server.bytesPerConnection"] ?? double.NaN, double.NaN);
    }

    private async Task<PeerFigures> Chat(Contender contender, int round, CancellationToken cancellation)
    {
        await using var server = new ContenderServer(contender);
        await server.Start(cancellation);
        var trials = new SortedDictionary<int, Trial>();
        foreach (var rate in options.IsSmoke ? PeerRates.Fixed.Take(1) : PeerRates.Fixed)
        {
            await Holds(rate);
        }

        var highest = options.IsSmoke ? double.NaN
            : _figures[contender].LastOrDefault() is { Highest: > 0 } before ? await HighestRate.Near((int)before.Highest, Holds)
            : await HighestRate.Find(trials.LastOrDefault(trial => trial.Value.Holds).Key, trials.FirstOrDefault(trial => !trial.Value.Holds).Key, Holds);
        var p99 = PeerRates.Fixed.Select(rate => trials.TryGetValue(rate, out var trial) ? trial.P99 : double.NaN);
        return new(double.NaN, double.NaN, trials.TryGetValue(PeerRates.Processor, out var measured) ? measured.Processor : double.NaN, [.. p99], highest);

        async Task<bool> Holds(int rate)
        {
            if (!trials.TryGetValue(rate, out var trial))
            {
                trials[rate] = trial = await Trial.Run(contender, server, options, rate, cancellation);
                Tell(contender, round, string.Create(CultureInfo.InvariantCulture, $"{rate:n0} messages/s: 99th percentile {trial.P99:f1} ms, {trial.Processor:f1} µs a message{(trial.Holds ? "" : ": too much")}"));
            }

            return trial.Holds;
        }
    }

    private void Tell(Contender contender, int round, string what) => Console.Error.WriteLine(
        $"{Stopwatch.GetElapsedTime(_began):mm\\:ss}  round {round + 1} of {options.Rounds}, {contender.Name}: {what}");
}
