using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// <c>hello</c>: a new session, which costs the cluster nothing; or one taken up again, from this gateway's own directory
/// when it never had an intent, else from the cluster.
/// </summary>
internal sealed class HelloFlow(
    Welcomes welcomes,
    SessionDirectory directory,
    Intents intents,
    EventRelay relay,
    Outbound outbound,
    Closer closer,
    Departures departures,
    ClientLimits limits,
    GrainCalls calls,
    IGrainPeers grains,
    GatewayIdentity identity,
    TimeProvider time)
{
    private const int MatchAttempts = 3;

    /// <summary>Handles the frame.</summary>
    public void Handle(Connection connection, ReadOnlySpan<byte> utf8)
    {
        if (!ClientCodec.TryRead(utf8, FrameJson.Wire.HelloFrame, out var frame) || frame.Received < 0)
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Hello);
        }
        else if (frame.Resume is null || !ResumeToken.TryParse(frame.Resume, out var shown))
        {
            Begin(connection);
        }
        else if (directory.TakeOver(shown) is { } takeover)
        {
            TakeUp(connection, shown, takeover);
        }
        else
        {
            connection.Status = ConnectionStatus.Greeting;
            var (received, askedAt) = (frame.Received ?? 0, time.GetUtcNow());
            intents.Run(connection, ClientFrameType.Hello, hold: true, () => Resume(connection, shown, received, askedAt));
        }
    }

    private void Begin(Connection connection)
    {
        var token = ResumeToken.Draw(SessionId.New());
        lock (connection)
        {
            connection.Epoch = 1;
            Adopt(connection, token, priorHash: null);
            welcomes.Send(connection, token, resumed: false);
        }
    }

    private void TakeUp(Connection connection, ResumeToken shown, LocalTakeover takeover)
    {
        var token = ResumeToken.Draw(shown.Session);
        if (takeover.Old is { } old)
        {
            closer.Close(old, CloseCode.Superseded);
        }

        lock (connection)
        {
            connection.Epoch = takeover.Epoch + 1;
            Adopt(connection, token, shown.Hash);
            welcomes.Send(connection, token, resumed: true);
        }
    }

    /// <summary>Makes the connection speak for a session that the cluster does not know.</summary>
    private void Adopt(Connection connection, ResumeToken token, TokenHash? priorHash)
    {
        connection.Session = token.Session;
        connection.TokenHash = token.Hash;
        connection.PriorHash = priorHash;
        connection.Status = ConnectionStatus.Idle;
        directory.Add(connection);
        if (connection.Closing is not null)
        {
            directory.Lose(connection);
        }
    }

    private async Task Resume(Connection connection, ResumeToken shown, long received, DateTimeOffset askedAt)
    {
        var token = ResumeToken.Draw(shown.Session);
        var here = new ConnectionRef(identity.Id, connection.Id.Slot, connection.Id.Generation);
        var session = grains.Session(shown.Session);
        var request = new ResumeRequest(here, shown.Hash.ToArray(), token.Hash.ToArray(), askedAt);
        var result = await ResumeOrLeave(connection, session, shown.Session, request);
        if (result.Outcome == ResumeOutcome.Unknown)
        {
            Begin(connection);
            return;
        }

        if (result.Outcome == ResumeOutcome.Banned)
        {
            outbound.Error(connection, FrameError.Banned, ClientFrameType.Hello);
            closer.Close(connection, CloseCode.Banned);
            return;
        }

        // from here on the session is attached: should the socket be gone already, it will be detached
        connection.Session = token.Session;
        connection.TokenHash = token.Hash;
        connection.Epoch = result.Epoch;
        connection.Engaged = true;
        var chat = await Attach(result);
        for (var attempt = 1; chat is null && result.Status == SessionStatus.Chatting && attempt < MatchAttempts; attempt++)
        {
            // a match that was being made came to nothing: the session knows what holds instead
            result = await calls.Call(() => session.Resume(request));
            chat = await Attach(result);
        }

        lock (connection)
        {
            Restore(connection, token, result, chat);
        }

        async Task<ChatSnapshot?> Attach(ResumeResult resumed)
        {
            return resumed is { Status: SessionStatus.Chatting, Match: { } match }
                ? await calls.Call(() => grains.Room(match).Attach(new RoomAttach(token.Session, here, resumed.Epoch, received)))
                : null;
        }
    }

    private async Task<ResumeResult> ResumeOrLeave(Connection connection, IUserSession session, SessionId id, ResumeRequest request)
    {
        try
        {
            return await calls.Call(() => session.Resume(request));
        }
        catch (CallFailedException)
        {
            departures.LeaveUnknown(id, connection);
            throw;
        }
    }

    private void Restore(Connection connection, ResumeToken token, ResumeResult result, ChatSnapshot? chat)
    {
        connection.Ticket = result.Search?.Ticket ?? default;
        connection.Status = result.Status == SessionStatus.Searching ? ConnectionStatus.Searching : ConnectionStatus.Idle;
        if (chat is { Ended: null } && result.Match is { } match)
        {
            connection.Status = ConnectionStatus.Chatting;
            limits.AllowResend(connection);
            connection.Chat = new ChatSeat(match) { Accepted = chat.Accepted, Delivered = chat.Delivered, Given = chat.Received, Acked = chat.Received, AckPassedOn = chat.Received };
        }
        else
        {
            // the chat is over: its end follows the welcome, now or as soon as the room tells
            connection.UntoldEnd = result.EndedWhileAway?.Match ?? (result.Status == SessionStatus.Chatting ? result.Match : null);
        }

        welcomes.Send(connection, token, resumed: true, chat);
        if (connection.Status == ConnectionStatus.Searching && result.Search is { } search)
        {
            relay.Apply(connection, search);
        }

        foreach (var item in chat?.Backlog ?? [])
        {
            relay.Apply(connection, item);
        }

        if ((result.EndedWhileAway ?? chat?.Ended) is { } ended)
        {
            relay.Apply(connection, ended);
        }
    }
}
