using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Matching;
using Whisper.Runtime;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Gateway.Sessions;

/// <summary><c>find_match</c> and <c>cancel_match</c>.</summary>
internal sealed class SearchFlow(
    Intents intents,
    SessionDirectory directory,
    ClientLimits limits,
    Outbound outbound,
    Closer closer,
    GrainCalls calls,
    IGrainPeers grains,
    GatewayIdentity identity,
    TimeProvider time,
    IOptions<MatchingOptions> matching)
{
    /// <summary>Starts a search. The session's first intent makes the cluster know it.</summary>
    public void Find(Connection connection, ReadOnlySpan<byte> utf8)
    {
        if (!ClientCodec.TryRead(utf8, FrameJson.Wire.FindMatchFrame, out var frame) || frame.Interests.Contains(null))
        {
            outbound.Error(connection, FrameError.BadFrame, ClientFrameType.FindMatch);
            return;
        }

        if (!InterestSet.TryCreate(frame.Interests!, out var interests))
        {
            outbound.Error(connection, FrameError.InvalidInterests, ClientFrameType.FindMatch);
            return;
        }

        if (!limits.Search(connection, out var retryAfterMs))
        {
            outbound.Error(connection, FrameError.RateLimited, ClientFrameType.FindMatch, retryAfterMs);
            return;
        }

        intents.Run(connection, ClientFrameType.FindMatch, hold: true, () => Find(connection, interests));
    }

    /// <summary>Stops the search.</summary>
    public void Cancel(Connection connection) => intents.Run(connection, ClientFrameType.CancelMatch, hold: true, async () =>
    {
        var session = grains.Session(connection.Session);
        var outcome = await calls.Call(() => session.Cancel(connection.Epoch, connection.Ticket));
        lock (connection)
        {
            switch (outcome)
            {
                case IntentOutcome.Done:
                    connection.Status = ConnectionStatus.Idle;
                    outbound.Send(connection, ServerCodec.MatchCancelled);
                    break;
                case IntentOutcome.Deferred:
                    connection.CancelDeferred = true;
                    break;
                default:
                    Refuse(connection, outcome, ClientFrameType.CancelMatch);
                    break;
            }
        }
    });

    private async Task Find(Connection connection, InterestSet interests)
    {
        if (!Engage(connection))
        {
            return;
        }

        var attachment = new Attachment(
            new ConnectionRef(identity.Id, connection.Id.Slot, connection.Id.Generation), connection.Epoch, connection.TokenHash.ToArray());
        var request = new FindRequest(attachment, interests, connection.Ticket = TicketId.New());
        using var span = Spans.Begin("whisper.find_match");
        span?.Connection(connection.Id.Slot, connection.Id.Generation).Session(connection.Session).Ticket(request.Ticket).Gateway(identity.Id);
        var session = grains.Session(connection.Session);
        var outcome = await calls.Call(() => session.Find(request with { SentAt = time.GetUtcNow() }));
        lock (connection)
        {
            if (outcome == IntentOutcome.Done)
            {
                connection.Status = ConnectionStatus.Searching;
                connection.Tier = Tier.Exact;
                outbound.Send(connection, ServerCodec.Searching(Tier.Exact, waitedMs: 0, matching.Value));
            }
            else
            {
                Refuse(connection, outcome, ClientFrameType.FindMatch);
            }
        }
    }

    /// <summary>From its first intent on the cluster knows the session; false when a newer socket has just taken it over.</summary>
    private bool Engage(Connection connection)
    {
        lock (connection)
        {
            connection.Engaged |= directory.Remove(connection);
            return connection.Engaged;
        }
    }

    private void Refuse(Connection connection, IntentOutcome outcome, ClientFrameType re)
    {
        switch (outcome)
        {
            case IntentOutcome.Superseded:
                closer.Close(connection, CloseCode.Superseded);
                break;
            case IntentOutcome.Banned:
                outbound.Error(connection, FrameError.Banned, re);
                closer.Close(connection, CloseCode.Banned);
                break;
            default:
                outbound.Error(connection, FrameError.InvalidState, re);
                break;
        }
    }
}
