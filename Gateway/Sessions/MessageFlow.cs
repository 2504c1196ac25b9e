using System.Text;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Rooms;
using Whisper.Tracing;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// <c>message</c>: checked here, then handed to the room before the next frame is handled. What the room took needs no answer;
/// <c>delivered</c> follows from the partner's acknowledgement. What was not taken is answered with an error whose
/// <c>expected</c> is the number that the client has to send next.
/// </summary>
internal sealed class MessageFlow(Intents intents, ClientLimits limits, ContentFilter filter, Outbound outbound, RoomCalls rooms, GatewayIdentity identity) : ILaneCaller
{
    private const int FullRetryAfterMs = 1000;

    // a text with escapes, once without: shorter than its frame
    [ThreadStatic]
    private static byte[]? _scratch;

    /// <summary>Handles the frame.</summary>
    public void Handle(Connection connection, in ChatFields fields)
    {
        var scratch = _scratch ??= new byte[ProtocolLimits.FrameBytes];
        if (!fields.TryGetText(scratch, out var text) || fields.N is not { } n || n < 1 || ProtocolLimits.IsBlank(text))
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Message);
        }
        else if (ProtocolLimits.CodePoints(text) > ProtocolLimits.TextLength)
        {
            outbound.Error(connection, FrameError.MessageTooLong, ClientFrameType.Message, expected: n);
        }
        else if (connection.Chat is not { } chat)
        {
            // it ended since the state was looked at
            outbound.Error(connection, FrameError.InvalidState, ClientFrameType.Message);
        }
        else if ((n <= chat.Accepted || MayPass(connection, chat, n, text)) && Intents.Begin(connection))
        {
            Post(connection, chat, n, text);
        }
    }

    /// <inheritdoc />
    public void Answered(in LaneCall call, LaneAnswer answer, ReadOnlySpan<byte> text)
    {
        if (answer.IsKnown)
        {
            Settle(call, new PostResult((PostOutcome)answer.Outcome, answer.Expected));
            intents.End(call.Connection);
        }
        else
        {
            _ = intents.RunToEnd(call.Connection, ClientFrameType.Message, PostAlone(call, new PrivateText(Encoding.UTF8.GetString(text))));
        }
    }

    /// <summary>What a repeat is spared: the filter and the limit.</summary>
    private bool MayPass(Connection connection, ChatSeat chat, long n, ReadOnlySpan<byte> text)
    {
        if (!filter.IsEmpty && !filter.Allows(Encoding.UTF8.GetString(text)))
        {
            outbound.Error(connection, FrameError.ContentBlocked, ClientFrameType.Message, expected: n);
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

    private void Post(Connection connection, ChatSeat chat, long n, ReadOnlySpan<byte> text)
    {
        var span = Spans.BeginApart("whisper.message");
        span?.Connection(connection.Id.Slot, connection.Id.Generation).Session(connection.Session).Match(chat.Match).Gateway(identity.Id);
        rooms.Post(new LaneCall(this, connection, chat, n, Delivered(connection, chat, n), span), text);
    }

    private async Task PostAlone(LaneCall call, PrivateText text)
    {
        using var within = Spans.Within(call.Span);
        Settle(call, await rooms.PostAlone(call.Chat.Match, new Post(call.Connection.Session, call.N, text, call.Delivered)));
    }

    private void Settle(in LaneCall call, PostResult result)
    {
        var (connection, chat) = (call.Connection, call.Chat);
        call.Span?.Dispose();
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
