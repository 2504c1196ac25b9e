using Whisper.Grains.Sessions;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Simulation.Engine;

namespace Whisper.Simulation.Cluster;

/// <summary>A simulated grain reference to a session.</summary>
internal sealed class SessionReference(SimCluster cluster, SessionId id) : GrainReference<UserSessionCore>(cluster), IUserSession
{
    private readonly SimCluster _cluster = cluster;

    public Task<IntentOutcome> Find(FindRequest request) => Call(core => core.Find(request));

    public Task<IntentOutcome> Cancel(long epoch, TicketId ticket) => Call(core => core.Cancel(epoch, ticket));

    public Task<ResumeResult> Resume(ResumeRequest request) => Call(core => core.Resume(request));

    public Task<SeatReference?> Detach(Departure departure) => Call(core => core.Detach(departure));

    public Task<SessionStanding> Assert(SessionAssertion assertion) => Call(core => core.Assert(assertion));

    public Task<ReserveOutcome> Reserve(TicketId ticket, MatchId match)
    {
        _cluster.Traffic.Reservations++;
        return Call(core => core.Reserve(ticket, match));
    }

    public Task Release(TicketId ticket, MatchId match) => Call(core => core.Release(ticket, match));

    public Task<CommitResult> Commit(TicketId ticket, MatchId match, SessionId partner) => Call(core => core.Commit(ticket, match, partner));

    public Task Escalate(TicketId ticket) => Call(core => core.Escalate(ticket));

    public Task<ReserveOutcome> Expire(TicketId ticket) => Call(core => core.Expire(ticket));

    public Task ChatEnded(MatchId match, ChatEndReason reason) => Call(core => core.ChatEnded(match, reason));

    public Task<ChatReference?> Block(long epoch, MatchId? match) => Call(core => core.Block(epoch, match));

    public Task<ChatReference?> RecentChat(long epoch, MatchId? match) => Call(core => core.RecentChat(epoch, match));

    public Task<MatchId?> Ban() => Call(core => core.Ban());

    protected override (UserSessionCore Core, Mailbox? Mailbox) Activated() => _cluster.ActivatedSession(id);
}
