using Whisper.Gateway.Connections;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Moderation;
using Whisper.Rooms;
using Whisper.Runtime;

namespace Whisper.Gateway.Sessions;

/// <summary><c>report</c> and <c>block</c>, about the present chat or the last one.</summary>
internal sealed class ReportFlow(Intents intents, ClientLimits limits, Outbound outbound, RoomCalls rooms, GrainCalls calls, IGrainPeers peers, IGrainFactory grains)
{
    private const int UnavailableRetryAfterMs = 5000;

    /// <summary>Never meet this partner again; a chat that goes on ends, and the room answers with <c>chat_ended</c>.</summary>
    public void Block(Connection connection)
    {
        if (!HasHadChat(connection, ClientFrameType.Block))
        {
            return;
        }

        intents.Run(connection, ClientFrameType.Block, hold: false, async () =>
        {
            var session = peers.Session(connection.Session);
            var match = RecentMatch(connection);
            var chat = await calls.Call(() => session.Block(connection.Epoch, match));
            if (chat is null)
            {
                outbound.Error(connection, FrameError.InvalidState, ClientFrameType.Block);
            }
            else if (chat.Ongoing)
            {
                await rooms.Leave(connection, chat.Match, connection.Chat is { } seat && seat.Match == chat.Match ? seat : null);
            }
        });
    }

    /// <summary>Files a report; <c>reported</c> goes out when it is durably stored.</summary>
    public void Report(Connection connection, ReadOnlySpan<byte> utf8)
    {
        if (!ClientCodec.TryRead(utf8, FrameJson.Wire.ReportFrame, out var frame) || !ReportContent.TryCreate(frame, out var content))
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Report);
        }
        else if (!limits.Report(connection, out var retryAfterMs))
        {
            outbound.Error(connection, FrameError.RateLimited, ClientFrameType.Report, retryAfterMs);
        }
        else if (HasHadChat(connection, ClientFrameType.Report))
        {
            intents.Run(connection, ClientFrameType.Report, hold: false, () => File(connection, content));
        }
    }

    /// <summary>Spares the cluster questions about sessions that it does not know.</summary>
    private bool HasHadChat(Connection connection, ClientFrameType re)
    {
        if (!connection.Engaged)
        {
            outbound.Error(connection, FrameError.InvalidState, re);
        }

        return connection.Engaged;
    }

    private async Task File(Connection connection, ReportContent content)
    {
        var session = peers.Session(connection.Session);
        var match = RecentMatch(connection);
        if (await calls.Call(() => session.RecentChat(connection.Epoch, match)) is not { } chat)
        {
            outbound.Error(connection, FrameError.InvalidState, ClientFrameType.Report);
            return;
        }

        var filing = new ReportFiling
        {
            Id = Guid.NewGuid(),
            Reporter = connection.Session,
            Reported = chat.Partner,
            Match = chat.Match,
            Reason = content.Reason,
            Note = content.Note,
            Evidence = content.Evidence,
        };
        var result = await TryFile(filing);
        switch (result.Outcome)
        {
            case ReportOutcome.Stored:
                outbound.Send(connection, ServerCodec.Reported(result.Case ?? filing.Id.ToString("N")));
                break;
            case ReportOutcome.EvidenceRefused:
                outbound.Error(connection, FrameError.BadFrame, ClientFrameType.Report);
                break;
            default:
                outbound.Error(connection, FrameError.Overloaded, ClientFrameType.Report, UnavailableRetryAfterMs);
                break;
        }
    }

    /// <summary>The chat that a report or block is about; null when only the cluster knows which was the last.</summary>
    private static MatchId? RecentMatch(Connection connection)
    {
        lock (connection)
        {
            return connection.Chat?.Match ?? connection.LastMatch;
        }
    }

    /// <summary>A desk that does not answer ends no chat: the person may try again.</summary>
    private async Task<ReportResult> TryFile(ReportFiling filing)
    {
        try
        {
            var desk = grains.GetGrain<IReportDesk>(0);
            return await calls.Call(() => desk.File(filing));
        }
        catch (CallFailedException)
        {
            return new ReportResult(ReportOutcome.Unavailable, null);
        }
    }
}
