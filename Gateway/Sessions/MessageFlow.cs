using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Rooms;
using Whisper.Tracing;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// <c>message</c>: checked here, then handed to the room before the next frame is read. What the room took needs no answer;
/// <c>delivered</c> follows from the partner's acknowledgement. What was not taken is answered with an error whose
/// <c>expected</c> is the number that the client has to send next.
/// </summary>
internal sealed class MessageFlow(Intents intents, ClientLimits limits, ContentFilter filter, Outbound outbound, RoomCalls rooms, GatewayIdentity identity)
{
    private const int FullRetryAfterMs = 1000;

    /// <summary>Handles the frame.</summary>
    public void Handle(Connection connection, ReadOnlySpan<byte> utf8)
    {
        if (!ClientCodec.TryRead(utf8, FrameJson.Wire.MessageFrame, out var frame) || frame.N < 1 || string.IsNullOrWhiteSpace(frame.Text))
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Message);
        }
        else if (ProtocolLimits.CodePoints(frame.Text) > ProtocolLimits.TextLength)
        {
            outbound.Error(connection, FrameError.MessageTooLong, ClientFrameType.Message, expected: frame.N);
        }
        else if (connection.Chat is not { } chat)
        {
            // it ended since the state was looked at
            outbound.Error(connection, FrameError.InvalidState, ClientFrameType.Message);
        }
        else if (frame.N <= chat.Accepted || MayPass(connection, chat, frame))
        {
            intents.Run(connection, ClientFrameType.Message, hold: false, () => Post(connection, chat, frame));
        }
    }

    /// <summary>What a repeat is spared: the filter and the limit.</summary>
    private bool MayPass(Connection connection, ChatSeat chat, MessageFrame frame)
    {
        if (!filter.Allows(frame.Text))
        {
            outbound.Error(connection, FrameError.ContentBlocked, ClientFrameType.Message, expected: frame.N);
            return false;
        }

        if (!limits.Message(connection, out var retryAfterMs))
        {
            outbound.Error(connection, FrameError.RateLimited, ClientFrameType.Message, retryAfterMs, chat.Accepted + 1);
            return false;
        }

        return true;
    }

    /// <summary>
    /// After a resume the first message tells what its sender was told before: it is the first that was not delivered. That holds for every
    /// room that opens from then on, which would else count from whatever message it hears first.
    /// </summary>
    private static long Delivered(Connection connection, ChatSeat chat, long n)
    {
        lock (connection)
        {
            return chat.Delivered ??= n - 1;
        }
    }

    private async Task Post(Connection connection, ChatSeat chat, MessageFrame frame)
    {
        using var span = Spans.Begin("whisper.message");
        span?.Connection(connection.Id.Slot, connection.Id.Generation).Session(connection.Session).Match(chat.Match).Gateway(identity.Id);
        var result = await rooms.Post(chat.Match, new Post(connection.Session, frame.N, new PrivateText(frame.Text), Delivered(connection, chat, frame.N)));
        if (result.Outcome is PostOutcome.Accepted or PostOutcome.Repeat or PostOutcome.Gap)
        {
            chat.Accepted = result.Expected - 1;
        }

        switch (result.Outcome)
        {
            case PostOutcome.Gap:
                outbound.Error(connection, FrameError.MessageGap, ClientFrameType.Message, expected: result.Expected);
                break;
            case PostOutcome.Full:
                outbound.Error(connection, FrameError.RateLimited, ClientFrameType.Message, FullRetryAfterMs, result.Expected);
                break;
            case PostOutcome.NotInChat:
                outbound.Error(connection, FrameError.InvalidState, ClientFrameType.Message);
                break;
        }
    }
}
