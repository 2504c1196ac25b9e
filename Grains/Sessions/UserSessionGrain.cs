using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Grains.Sessions;

/// <summary>Hosts a <see cref="UserSessionCore"/>. Not reentrant: one change at a time.</summary>
internal sealed class UserSessionGrain([FromKeyedServices(StorageNames.State)] IGrainStorage storage, SessionServices services) : AlarmedGrain, IUserSession
{
    private UserSessionCore _core = null!;

    protected override bool StaysToRing => true;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var record = new StorageRecord<SessionState>("session", storage, GrainContext);
        await record.Refresh();
        _core = new UserSessionCore(new SessionId(this.GetPrimaryKey()), record, this, DeactivateOnIdle, services);
        _core.Activate();
    }

    public async Task<IntentOutcome> Find(FindRequest request)
    {
        using var span = Spans.Step("whisper.session.find");
        span?.Session(new SessionId(this.GetPrimaryKey())).Ticket(request.Ticket).Silo(RuntimeIdentity);
        return await _core.Find(request);
    }

    public Task<IntentOutcome> Cancel(long epoch, TicketId ticket) => _core.Cancel(epoch, ticket);

    public Task<ResumeResult> Resume(ResumeRequest request) => _core.Resume(request);

    public Task<SeatReference?> Detach(Departure departure) => _core.Detach(departure);

    public Task<SessionStanding> Assert(SessionAssertion assertion) => _core.Assert(assertion);

    public Task<ReserveOutcome> Reserve(TicketId ticket, MatchId match) => _core.Reserve(ticket, match);

    public Task Release(TicketId ticket, MatchId match) => _core.Release(ticket, match);

    public Task<CommitResult> Commit(TicketId ticket, MatchId match, SessionId partner) => _core.Commit(ticket, match, partner);

    public Task Escalate(TicketId ticket) => _core.Escalate(ticket);

    public Task<ReserveOutcome> Expire(TicketId ticket) => _core.Expire(ticket);

    public Task ChatEnded(MatchId match, ChatEndReason reason) => _core.ChatEnded(match, reason);

    public Task<ChatReference?> Block(long epoch, MatchId? match) => _core.Block(epoch, match);

    public Task<ChatReference?> RecentChat(long epoch, MatchId? match) => _core.RecentChat(epoch, match);

    public Task<MatchId?> Ban() => _core.Ban();

    protected override Task Ring() => _core.OnGraceAlarm();
}
