using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Rooms;

namespace Whisper.Gateway.Sessions;

/// <summary><c>ack</c>, <c>typing</c> and <c>leave</c>.</summary>
internal sealed class ChatFlow(Intents intents, ClientLimits limits, Outbound outbound, RoomCalls rooms, GrainCalls calls, IGrainFactory grains, ILogger<ChatFlow> log)
{
    /// <summary>Passes an acknowledgement on. While one is under way later ones wait and go as one.</summary>
    public void Ack(Connection connection, ReadOnlySpan<byte> utf8)
    {
        if (!ClientCodec.TryRead(utf8, FrameJson.Wire.AckFrame, out var frame) || frame.N < 0)
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Ack);
            return;
        }

        lock (connection)
        {
            if (connection.Chat is not { } chat || (frame.N <= chat.Acked && chat.Acked <= chat.AckPassedOn))
            {
                return;
            }

            chat.Acked = Math.Max(chat.Acked, frame.N);
            if (!chat.AckInFlight)
            {
                chat.AckInFlight = true;
                _ = PassOnAcks(connection, chat);
            }
        }
    }

    /// <summary>Passes typing on; what is over the limit is dropped, for it is only a hint and expires by itself.</summary>
    public void Typing(Connection connection, ReadOnlySpan<byte> utf8)
    {
        if (!ClientCodec.TryRead(utf8, FrameJson.Wire.TypingFrame, out var frame))
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Typing);
        }
        else if (connection.Chat is { } chat && limits.Typing(connection))
        {
            rooms.Typing(chat.Match, connection.Session, frame.On);
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
            var room = grains.GetGrain<IChatRoom>(chat.Match.Value);
            if (!await calls.Call(() => room.Leave(connection.Session)))
            {
                outbound.Error(connection, FrameError.InvalidState, ClientFrameType.Leave);
            }
        });
    }

    private async Task PassOnAcks(Connection connection, ChatSeat chat)
    {
        try
        {
            while (true)
            {
                long n;
                lock (connection)
                {
                    n = chat.Acked;
                    if (n <= chat.AckPassedOn)
                    {
                        chat.AckInFlight = false;
                        return;
                    }
                }

                await rooms.Ack(chat.Match, connection.Session, n);
                chat.AckPassedOn = n;
            }
        }
        catch (Exception error)
        {
            // the next acknowledgement, or the next resume, covers this one
            log.AckLost(error, connection.Session, chat.Match);
            lock (connection)
            {
                chat.AckInFlight = false;
            }
        }
    }
}
