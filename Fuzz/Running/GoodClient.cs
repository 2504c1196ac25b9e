using System.Net;
using Whisper.Fuzz.Model;
using Whisper.Fuzz.Playing;
using Whisper.Fuzz.Wire;

namespace Whisper.Fuzz.Running;

/// <summary>Somebody who keeps to the rules while all the others do not, and who is to notice nothing of it.</summary>
internal sealed class GoodClient(EndPoint server)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    /// <summary>How often it was answered.</summary>
    public int Answered { get; private set; }

    /// <summary>Asks on one connection, and on a new one each time, until it is told to end; answers what went wrong.</summary>
    public async Task<string?> Run(CancellationToken stop)
    {
        var script = new Script([.. ClientFrame.Text(Application.Ping).Encode(), .. ClientFrame.Ping("still there?").Encode()]);
        using var client = await WireClient.Connect(server, CancellationToken.None);
        await client.Send(WireClient.Handshake, CancellationToken.None);
        using (var patience = new CancellationTokenSource(Dialogue.Patience))
        {
            await client.ReadAnswer(patience.Token);
        }

        while (!stop.IsCancellationRequested)
        {
            if (await Ask(client) is { } fault || (fault = await Dialogue.Play(server, script, script.Predict())) is not null)
            {
                return $"A client that keeps to the rules: {fault}";
            }

            Answered++;
            await Task.Delay(Every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private static async Task<string?> Ask(WireClient client)
    {
        using var patience = new CancellationTokenSource(Dialogue.Patience);
        try
        {
            await client.Send(ClientFrame.Text(Application.Ping).Encode(), patience.Token);
            while (await client.Read(patience.Token) is { } frame)
            {
                if (frame.Opcode == Opcodes.Text && frame.Payload.AsSpan().IndexOf("\"pong\""u8) >= 0)
                {
                    return null;
                }

                if (frame.Opcode == Opcodes.Ping)
                {
                    await client.Send(new ClientFrame(Opcodes.Pong, frame.Payload).Encode(), patience.Token);
                }
            }

            return "its connection was ended.";
        }
        catch (OperationCanceledException)
        {
            return "it was not answered.";
        }
    }
}
