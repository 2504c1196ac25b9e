using System.Net;
using CsCheck;
using Whisper.Fuzz.Generating;
using Whisper.Fuzz.Wire;

namespace Whisper.Fuzz.Stress;

/// <summary>How a client goes.</summary>
internal enum Way
{
    /// <summary>It closes its socket, having read what there was.</summary>
    Close,

    /// <summary>It closes its socket without having read, which resets the connection when something was sent to it.</summary>
    CloseUnread,

    /// <summary>It says that nothing more comes, and waits for the other side to end.</summary>
    Finish,

    /// <summary>It resets the connection.</summary>
    Reset,
}

/// <summary>Clients that go away at any byte of the handshake, of a frame or of the close, in any way.</summary>
internal static class Disconnects
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Gen<(byte[] Stream, double Cut, Way Way, int Portions)> Plans = Gen.Select(ClientStreams.Scripts, Gen.Double[0, 1], Gen.Enum<Way>(), Gen.Int[1, 6])
        .Select((script, cut, way, portions) => ((byte[])[.. WireClient.Handshake, .. script.Stream.AsSpan(0, Math.Min(script.Stream.Length, 2_000))], cut, way, portions));

    /// <summary>Runs so many of them, a few at a time.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="count">How many clients.</param>
    /// <param name="seed">A seed of CsCheck; null: another one each time.</param>
    /// <returns>The seed that repeats the run when somebody was kept waiting.</returns>
    public static Task Run(EndPoint server, int count, string? seed = null) =>
        Plans.SampleAsync(plan => Play(server, plan.Stream[..(int)(plan.Stream.Length * plan.Cut)], plan.Way, plan.Portions), iter: count, seed: seed, threads: 8);

    private static async Task Play(EndPoint server, byte[] stream, Way way, int portions)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = await WireClient.Connect(server, patience.Token);
        foreach (var portion in stream.Chunk(Math.Max(1, stream.Length / portions)))
        {
            if (!await client.Send(portion, patience.Token))
            {
                break;
            }
        }

        switch (way)
        {
            case Way.Close:
                await client.ReadWhatIsThere();
                break;
            case Way.Finish:
                client.Finish();
                await client.ReadToEnd(patience.Token);
                break;
            case Way.Reset:
                client.Reset();
                break;
        }
    }
}
