using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Sessions;

/// <summary>Tells a room what a client has acknowledged. While one is under way later ones wait and go as one.</summary>
internal sealed class Acknowledgements(RoomCalls rooms, ILogger<Acknowledgements> log) : ILaneCaller
{
    /// <summary>The client has everything up to a message. Called under the connection's lock.</summary>
    public void Take(Connection connection, ChatSeat chat, long n)
    {
        chat.Acked = Math.Max(chat.Acked, n);
        PassOn(connection, chat);
    }

    /// <summary>The room says a message again that the client was given: it has lost the acknowledgement, or is about to get it. Called under the connection's lock.</summary>
    public void Again(Connection connection, ChatSeat chat, long n)
    {
        chat.AckPassedOn = Math.Min(chat.AckPassedOn, n - 1);
        chat.AckWantedAgain = chat.AckInFlight;
        PassOn(connection, chat);
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
            _ = PassOnAlone(call);
        }
    }

    private void PassOn(Connection connection, ChatSeat chat)
    {
        if (chat.Acked > chat.AckPassedOn && !chat.AckInFlight)
        {
            chat.AckInFlight = true;
            rooms.Ack(new LaneCall(this, connection, chat, chat.Acked));
        }
    }

    private static void Settle(ChatSeat chat) => (chat.AckInFlight, chat.AckWantedAgain) = (false, false);

    /// <summary>The room has it; what has come since goes next.</summary>
    private void PassedOn(in LaneCall call)
    {
        lock (call.Connection)
        {
            call.Chat.AckPassedOn = call.Chat.AckWantedAgain ? call.Chat.AckPassedOn : call.N;
            Settle(call.Chat);
            PassOn(call.Connection, call.Chat);
        }
    }

    private async Task PassOnAlone(LaneCall call)
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
            // the next acknowledgement, vouching or resume covers this one
            log.AckLost(error, call.Connection.Session, call.Chat.Match);
            lock (call.Connection)
            {
                Settle(call.Chat);
            }
        }
    }
}
