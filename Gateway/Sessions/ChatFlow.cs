using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Sessions;

/// <summary><c>ack</c>, <c>typing</c> and <c>leave</c>.</summary>
internal sealed class ChatFlow(Intents intents, ClientLimits limits, Outbound outbound, RoomCalls rooms, ILogger<ChatFlow> log)
    : ILaneCaller
{
    /// <summary>Passes an acknowledgement on. While one is under way later ones wait and go as one.</summary>
    public void Ack(Connection connection, in ChatFields fields)
    {
        if (fields.N is not { } n || n < 0)
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Ack);
            return;
        }

        lock (connection)
        {
            if (connection.Chat is not { } chat || (n <= chat.Acked && chat.Acked <= chat.AckPassedOn))
            {
                return;
            }

            chat.Acked = Math.Max(chat.Acked, n);
            if (chat.AckInFlight)
            {
                return;
            }

            chat.AckInFlight = true;
            n = chat.Acked;
            rooms.Ack(new LaneCall(this, connection, chat, n));
        }
    }

    /// <inheritdoc />
    public void Answered(in LaneCall call, LaneAnswer answer, ReadOnlySpan<byte> text)
    {
        if (answer.IsKnown)
        {
            PassedOn(call);
        }
        else
        {
            _ = AckAlone(call);
        }
    }

    /// <summary>Passes typing on; what is over the limit is dropped, for it is only a hint and expires by itself.</summary>
    public void Typing(Connection connection, in ChatFields fields)
    {
        if (fields.On is not { } on)
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Typing);
        }
        else if (connection.Chat is { } chat && limits.Typing(connection))
        {
            rooms.Typing(connection, chat, on);
        }
    }

    /// <summary>Ends the chat. The room answers with <c>chat_ended</c>.</summary>
    public void Leave(Connection connection)
    {
        if (connection.Chat is not { } chat)
        {
            outbound.Error(connection, FrameError.InvalidState, ClientFrameType.Leave);
            return;
        }

        intents.Run(connection, ClientFrameType.Leave, hold: false, async () =>
        {
            if (!await rooms.Leave(connection, chat.Match, chat))
            {
                outbound.Error(connection, FrameError.InvalidState, ClientFrameType.Leave);
            }
        });
    }

    /// <summary>The room has an acknowledgement; what has come since goes next.</summary>
    private void PassedOn(in LaneCall call)
    {
        var chat = call.Chat;
        lock (call.Connection)
        {
            chat.AckPassedOn = call.N;
            chat.AckInFlight = chat.Acked > chat.AckPassedOn;
            if (chat.AckInFlight)
            {
                rooms.Ack(call with { N = chat.Acked });
            }
        }
    }

    private async Task AckAlone(LaneCall call)
    {
        try
        {
            // whoever has just read it may hold a lock
            await Task.Yield();
            await rooms.AckAlone(call.Chat.Match, call.Connection.Session, call.N);
            PassedOn(call);
        }
        catch (Exception error)
        {
            // the next acknowledgement, or the next resume, covers this one
            log.AckLost(error, call.Connection.Session, call.Chat.Match);
            lock (call.Connection)
            {
                call.Chat.AckInFlight = false;
            }
        }
    }
}
