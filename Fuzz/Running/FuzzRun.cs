using System.Diagnostics;
using CsCheck;
using Whisper.Fuzz.Generating;
using Whisper.Fuzz.Playing;
using Whisper.Fuzz.Stress;

namespace Whisper.Fuzz.Running;

/// <summary>
/// Rounds of generated streams and of clients that go away, against one transport, until the time is over: (1) the corpus, (2) streams, (3) disconnects, again from 2. After
/// each round nothing may be left over, and a client that keeps to the rules is served all the time.
/// </summary>
internal sealed class FuzzRun(string transport, TimeSpan time, string? seed)
{
    private const int Threads = 8;
    private const int DisconnectsARound = 500;
    private const int SecondsARound = 8;

    private long _streams;
    private int _disconnects;

    /// <summary>Runs; answers what went wrong, null when nothing did.</summary>
    public async Task<string?> Run(CancellationToken stop)
    {
        await using var server = await ServerUnderTest.Start(transport);
        var began = Stopwatch.GetTimestamp();
        if (await Replay(server) is { } regression)
        {
            return regression;
        }

        // by now everything has been opened that is opened once
        server.Leaks.Begin();
        while (Stopwatch.GetElapsedTime(began) < time && !stop.IsCancellationRequested)
        {
            using var end = new CancellationTokenSource();
            var client = new GoodClient(server.EndPoint);
            var good = client.Run(end.Token);
            string? fault = null;
            try
            {
                await ClientStreams.Scripts.SampleAsync(
                    script => Play(server, script), seed: seed, time: SecondsARound, threads: Threads, print: script => script.ToString());
                await Disconnects.Run(server.EndPoint, DisconnectsARound, seed);
                _disconnects += DisconnectsARound;
            }
            catch (CsCheckException found)
            {
                fault = found.ToString();
            }

            await end.CancelAsync();
            fault ??= await good ?? await server.Leaks.Explain() ?? server.Errors.Lines.FirstOrDefault();
            if (fault is not null)
            {
                return fault;
            }

            var (elapsed, memory) = (Stopwatch.GetElapsedTime(began), server.Leaks);
            Console.WriteLine($"  {transport,-10} {elapsed.TotalMinutes,5:F1} min: {_streams,9:N0} streams as predicted, {_disconnects,7:N0} disconnects, good client answered {client.Answered} times; left: {memory}");
        }

        return null;
    }

    private async Task Play(ServerUnderTest server, Script script)
    {
        var fault = await Dialogue.Play(server.EndPoint, script, script.Predict(), TransportList.Of(transport));
        Interlocked.Increment(ref _streams);
        if (fault is not null)
        {
            throw new InvalidOperationException(fault);
        }
    }

    private static async Task<string?> ReplayOne(ServerUnderTest server, string transport, string name, Script script) =>
        await Dialogue.Play(server.EndPoint, script, script.Predict(), TransportList.Of(transport)) is { } fault ? $"{name}.hex: {fault} {script}" : null;

    private async Task<string?> Replay(ServerUnderTest server)
    {
        foreach (var (name, bytes) in Corpus.All)
        {
            foreach (var script in (Script[])[new(bytes), new(bytes, Portion: 1), new(bytes, BehindHandshake: true)])
            {
                if (await ReplayOne(server, transport, name, script) is { } fault)
                {
                    return fault;
                }
            }
        }

        return null;
    }
}
