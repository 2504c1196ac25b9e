using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Whisper.Peers.Shared;

namespace Whisper.Peers.WebSockets;

/// <summary>One connection: receives until it ends, and answers or relays each frame before it reads the next.</summary>
internal sealed class Chatter(WebSocket socket, Pairing pairing) : Person
{
    private const int FrameBytes = 16384;
    private static int _sessions;
    private SemaphoreSlim? _sending;

    /// <summary>Ends without an exception however the connection does.</summary>
    public async Task Run(CancellationToken aborted)
    {
        try
        {
            while (await Receive(aborted))
            {
            }
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or JsonException)
        {
            // the connection broke, or sent what is no frame: either way it ends
        }

        pairing.Cancel(this);
        if (pairing.Part(this) is Chatter partner)
            await partner.Send(new Frame { Type = "chat_ended", Reason = "partner_lost" });
    }

    // No buffer while nothing arrives: the first read asks for no bytes.
    private async ValueTask<bool> Receive(CancellationToken aborted)
    {
        var result = await socket.ReceiveAsync(Memory<byte>.Empty, aborted);
        var buffer = ArrayPool<byte>.Shared.Rent(FrameBytes);
        try
        {
            var size = 0;
            while (result.MessageType != WebSocketMessageType.Close && !result.EndOfMessage && size < FrameBytes)
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(size, FrameBytes - size), aborted);
                size += result.Count;
            }

            if (result.MessageType == WebSocketMessageType.Close || !result.EndOfMessage)
            {
                var status = result.MessageType == WebSocketMessageType.Close ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.MessageTooBig;
                await socket.CloseOutputAsync(status, null, aborted);
                return false;
            }

            if (JsonSerializer.Deserialize(buffer.AsSpan(0, size), FrameJson.Default.Frame) is { } frame)
                await Handle(frame);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Task Handle(Frame frame) => (frame.Type, Partner) switch
    {
        ("hello", _) => Send(new Frame { Type = "welcome", Session = Next(), Resumed = false, State = "idle" }),
        ("ping", _) => Send(new Frame { Type = "pong" }),
        ("find_match", null) when frame.Interests is { } interests => Find(interests),
        ("cancel_match", null) when pairing.Cancel(this) => Send(new Frame { Type = "match_cancelled" }),
        ("message", Chatter partner) =>
            partner.Send(new Frame { Type = "message", N = frame.N, Text = frame.Text, At = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() }),
        ("ack", Chatter partner) => partner.Send(new Frame { Type = "delivered", N = frame.N }),
        ("typing", Chatter partner) => partner.Send(new Frame { Type = "typing", On = frame.On }),
        ("leave", Chatter) => Leave(),
        _ => Task.CompletedTask,
    };

    private async Task Find(string[] interests)
    {
        if (pairing.Find(this, interests) is not { Partner: Chatter partner } match)
        {
            await Send(new Frame { Type = "searching", Tier = 1, WaitedMs = 0 });
            return;
        }

        var found = new Frame { Type = "match_found", Match = match.Id, Tier = 1, Shared = match.Shared };
        await Send(found);
        await partner.Send(found);
    }

    private async Task Leave()
    {
        if (pairing.Part(this) is not Chatter partner)
            return;

        await Send(new Frame { Type = "chat_ended", Reason = "you_left" });
        await partner.Send(new Frame { Type = "chat_ended", Reason = "partner_left" });
    }

    // A WebSocket takes one message at a time, and two people write to this one.
    private async Task Send(Frame frame)
    {
        var sending = _sending ?? Interlocked.CompareExchange(ref _sending, new SemaphoreSlim(1), null) ?? _sending;
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(frame, FrameJson.Default.Frame), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        catch (Exception failure) when (failure is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // its own loop sees that the connection is gone
        }
        finally
        {
            sending.Release();
        }
    }

    private static string Next() => Interlocked.Increment(ref _sessions).ToString(CultureInfo.InvariantCulture);
}
