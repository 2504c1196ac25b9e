using System.Diagnostics;
using System.Globalization;

namespace Whisper.Benchmarks.Peers;

/// <summary>Measures everybody in turn, round after round: what else the machine does then falls on all alike.</summary>
internal sealed class PeersRun(PeersOptions options)
{
    /// <summary>How many connections a second the levels are filled with.</summary>
    private const int Pace = 3_000;

    /// <summary>How long a level is held before memory is read, in seconds.</summary>
    private const int Settle = 4;

    // seconds at most: a runtime that compiles while it runs grows by that, whoever is connected; .NET does so again a minute after its start, when this is over
    private const int Steady = 40;

    private readonly Dictionary<Contender, List<PeerFigures>> _figures = options.Contenders.ToDictionary(contender => contender, _ => new List<PeerFigures>());
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Measures.</summary>
    public async Task<IReadOnlyDictionary<Contender, List<PeerFigures>>> Measure(CancellationToken cancellation)
    {
        for (var round = 1; round <= options.Rounds; round++)
        {
            // nobody is always the one who follows the same other
            foreach (var contender in round % 2 == 1 ? options.Contenders : options.Contenders.Reverse())
            {
                _figures[contender].Add(await Measure(new Turn(contender, round, cancellation)));
            }
        }

        return _figures;
    }

    // one who ends under the load, or breaks a promise, costs the others nothing: its cells stay empty
    private async Task<PeerFigures> Measure(Turn turn)
    {
        try
        {
            var bytes = await Idle(turn);
            return await Chat(turn) with { Bytes = bytes };
        }
        catch (InvalidOperationException broken)
        {
            Environment.ExitCode = 1;
            Tell(turn, $"no figures: {broken.Message}");
            return PeerFigures.None;
        }
    }

    private async Task<double> Idle(Turn turn)
    {
        await using var server = await turn.Contender.Start(turn.Cancellation);
        var levels = string.Create(CultureInfo.InvariantCulture, $"{PeersOptions.Low},{PeersOptions.High}");
        string[] scenario = ["idle", "--levels", levels, "--connect-rate", $"{Pace}", "--settle", $"{Settle}", "--steady", $"{Steady}", "--duration", "1"];
        var idle = await LoadTool.Run(turn.Contender, server, scenario, turn.Cancellation);
        var bytes = idle?["server.bytesPerConnection"] ?? double.NaN;
        Tell(turn, $"{bytes:n0} bytes per idle connection");
        return bytes;
    }

    private async Task<PeerFigures> Chat(Turn turn)
    {
        await using var server = await turn.Contender.Start(turn.Cancellation);
        var trials = new SortedDictionary<int, Trial>();
        foreach (var rate in PeerRates.Fixed)
        {
            await Holds(rate);
        }

        var good = trials.LastOrDefault(trial => trial.Value.Holds).Key;
        var highest = _figures[turn.Contender] is [.., { Highest: > 0 and var before }]
            ? await HighestRate.Near((int)before, Holds)
            : await HighestRate.Find(good, trials.FirstOrDefault(trial => trial.Key > good).Key, Holds);
        return new(double.NaN, await Connects(turn, server), [.. PeerRates.Processor.Select(rate => trials[rate].Processor)], [.. PeerRates.Fixed.Select(rate => trials[rate].P99)], highest);

        async Task<bool> Holds(int rate)
        {
            if (!trials.TryGetValue(rate, out var trial))
            {
                // a runtime compiles what it sees to be hot
                var warmUp = trials.Count == 0 ? options.FirstWarmUp : options.WarmUp;
                trials[rate] = trial = await Trial.Run(turn.Contender, server, new(options.People, rate, warmUp, options.Seconds), turn.Cancellation);
                Tell(turn, $"{rate:n0} messages/s: 99th percentile {trial.P99:n1} ms, {trial.Processor:f1} µs a message{(trial.Holds ? "" : ": too much")}");
            }

            return trial.Holds;
        }
    }

    private async Task<double> Connects(Turn turn, IContenderServer server)
    {
        var burst = await LoadTool.Run(turn.Contender, server, ["connect", "--users", $"{PeersOptions.Burst}", "--rate", $"{PeersOptions.AtOnce}"], turn.Cancellation);
        var connects = burst?["connectsPerSecond"] ?? double.NaN;
        Tell(turn, $"{connects:n0} connects/s");
        return connects;
    }

    private void Tell(Turn turn, FormattableString what) => Console.Error.WriteLine(
        $"{Stopwatch.GetElapsedTime(_began):mm\\:ss}  round {turn.Round} of {options.Rounds}, {turn.Contender.Name}: {what.ToString(CultureInfo.InvariantCulture)}");

    private sealed record Turn(Contender Contender, int Round, CancellationToken Cancellation);
}
