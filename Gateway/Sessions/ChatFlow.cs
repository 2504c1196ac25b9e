using Whisper.Gateway.Connections;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Sessions;

/// <summary><c>ack</c>, <c>typing</c> and <c>leave</c>.</summary>
internal sealed class ChatFlow(Intents intents, ClientLimits limits, Outbound outbound, RoomCalls rooms, Acknowledgements acknowledgements)
{
    /// <summary>Notes an acknowledgement, which goes on to the room.</summary>
    public void Ack(Connection connection, in ChatFields fields)
    {
        if (fields.N is not { } n || n < 0)
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Ack);
            return;
        }

        lock (connection)
        {
            if (connection.Chat is { } chat)
            {
                acknowledgements.Take(connection, chat, n);
            }
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
}
