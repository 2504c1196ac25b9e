using System.Net;
using Whisper.Fuzz.Model;
using Whisper.Fuzz.Wire;

namespace Whisper.Fuzz.Playing;

/// <summary>Plays a script against a gateway, and waits until the gateway has ended the connection.</summary>
internal static class Dialogue
{
    /// <summary>Longer than any gateway that works takes for anything.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What is wrong with how the gateway took it; null when nothing is.</summary>
    public static async Task<string?> Play(EndPoint server, Script script, Prediction prediction, Tolerance tolerance = Tolerance.None)
    {
        var transcript = new Transcript();
        prediction = tolerance.HasFlag(Tolerance.JudgesTextLate) ? Later(script, prediction) : prediction;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var client = await WireClient.Connect(server, patience.Token);
            if (await Upgrade(client, script, patience.Token) is { } refusal)
            {
                return refusal;
            }

            return await Converse(client, prediction, transcript, patience.Token) ?? Judge.Explain(script, prediction, transcript, tolerance);
        }
        catch (OperationCanceledException)
        {
            return $"The gateway hangs: predicted {prediction}, got {transcript}.";
        }
        catch (InvalidDataException broken)
        {
            return broken.Message;
        }
    }

    /// <summary>Of somebody who waits for the rest of a text before looking at it, no more than that can be asked while the rest does not come.</summary>
    private static Prediction Later(Script script, Prediction prediction)
    {
        if (prediction is not { Ending: Ending.Broken, Codes: [Rfc6455.NotUtf8] })
        {
            return prediction;
        }

        var headers = Rfc6455.Predict(script.Stream, looksInside: false);
        return headers.Ending == Ending.Unfinished && headers.Answers.Count == prediction.Answers.Count
            ? headers with { Codes = [.. headers.Codes, Rfc6455.NotUtf8] }
            : prediction;
    }

    private static async Task<string?> Upgrade(WireClient client, Script script, CancellationToken patience)
    {
        // what cannot be sent any more was not waited for, as whoever judges will see
        var portions = script.Portions.GetEnumerator();
        var first = script.BehindHandshake && portions.MoveNext() ? portions.Current : default;
        await client.Send(first.IsEmpty ? WireClient.Handshake : (byte[])[.. WireClient.Handshake, .. first.Span], patience);
        var (status, head) = await client.ReadAnswer(patience);
        if (status != 101)
        {
            return $"The handshake was answered with {status}: {head}.";
        }

        while (portions.MoveNext() && await client.Send(portions.Current, patience))
        {
        }

        return null;
    }

    private static async Task<string?> Converse(WireClient client, Prediction prediction, Transcript transcript, CancellationToken patience)
    {
        var isLeaving = false;
        while (true)
        {
            if (!isLeaving && prediction.Ending is Ending.Open or Ending.Unfinished && transcript.Has(prediction))
            {
                isLeaving = true;
                await Leave(client, prediction, patience);
            }

            if (await client.Read(patience) is not { } frame)
            {
                return null;
            }

            if (!transcript.TryAdd(frame))
            {
                return $"The gateway sends opcode {frame.Opcode} after its close frame.";
            }

            if (frame.Opcode == Opcodes.Close && prediction.Ending == Ending.Broken)
            {
                // a server that no longer reads frames waits for the end of the connection instead
                await client.Send(new ClientFrame(Opcodes.Close, frame.Payload).Encode(), patience);
                client.Finish();
            }
        }
    }

    private static async Task Leave(WireClient client, Prediction prediction, CancellationToken patience)
    {
        if (prediction.Ending == Ending.Open)
        {
            await client.Send(ClientFrame.Close(1000).Encode(), patience);
        }
        else
        {
            // within a frame nothing else can be said
            client.Finish();
        }
    }
}
