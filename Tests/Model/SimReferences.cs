using Whisper.Grains.Matching;
using Whisper.Grains.Rooms;
using Whisper.Grains.Sessions;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Tests.Model;

/// <summary>Reference to a simulated session. Each call finds the activation anew.</summary>
internal sealed class SimSession(Func<SimActivation<UserSessionCore>> find) : IUserSession
{
    public Task<IntentOutcome> Find(FindRequest request) => find().Call(core => core.Find(request));

    public Task<IntentOutcome> Cancel(long epoch) => find().Call(core => core.Cancel(epoch));

    public Task<ResumeResult> Resume(ResumeRequest request) => find().Call(core => core.Resume(request));

    public Task<MatchId?> Detach(long epoch, bool heard) => find().Call(core => core.Detach(epoch, heard));

    public Task<ReserveOutcome> Reserve(TicketId ticket, MatchId match) => find().Call(core => core.Reserve(ticket, match));

    public Task Release(TicketId ticket, MatchId match) => find().Call(core => core.Release(ticket, match));

    public Task<CommitResult> Commit(TicketId ticket, MatchId match, SessionId partner) => find().Call(core => core.Commit(ticket, match, partner));

    public Task Escalate(TicketId ticket) => find().Call(core => core.Escalate(ticket));

    public Task<ReserveOutcome> Expire(TicketId ticket) => find().Call(core => core.Expire(ticket));

    public Task<bool> ChatEnded(MatchId match, ChatEndReason reason) => find().Call(core => core.ChatEnded(match, reason));

    public Task<ChatReference?> Block(long epoch) => find().Call(core => core.Block(epoch));

    public Task<ChatReference?> RecentChat(long epoch) => find().Call(core => core.RecentChat(epoch));

    public Task<MatchId?> Ban() => find().Call(core => core.Ban());
}

/// <summary>Reference to a simulated bucket.</summary>
internal sealed class SimBucket(Func<SimActivation<InterestBucketCore>> find) : IInterestBucket
{
    public Task Join(Ticket ticket) => find().Call(core => core.Join(ticket));

    public Task Leave(TicketId ticket) => find().Call(core => core.Leave(ticket));

    public Task Return(Ticket ticket) => find().Call(core => core.Return(ticket));

    public Task Park(TicketId ticket) => find().Call(core => core.Park(ticket));

    public Task<Ticket?> Enrol(Ticket ticket, TicketId[] passedOver) => find().Call(core => core.Enrol(ticket, passedOver));

    public Task Withdraw(TicketId ticket) => find().Call(core => core.Withdraw(ticket));
}

/// <summary>Reference to a simulated room.</summary>
internal sealed class SimRoom(Func<SimActivation<ChatRoomCore>> find) : IChatRoom
{
    public Task<OpenOutcome> Open(OpenRoom request) => find().Call(core => core.Open(request));

    public Task Resolve(SessionId session, TicketId ticket) => find().Call(core => core.Resolve(session, ticket));

    public Task<PostResult> Post(Post post) => find().Call(core => Task.FromResult(core.Post(post)));

    public Task Ack(SessionId session, long n) => find().Call(core => Done(() => core.Ack(session, n)));

    public Task Typing(SessionId session, bool on) => find().Call(core => Done(() => core.Typing(session, on)));

    public Task<ChatSnapshot?> Attach(RoomAttach request) => find().Call(core => Task.FromResult(core.Attach(request)));

    public Task Detach(SessionId session, long epoch) => find().Call(core => Done(() => core.Detach(session, epoch)));

    public Task<bool> Leave(SessionId session) => find().Call(core => core.Leave(session));

    public Task<bool> EndByOperator() => find().Call(core => core.EndByOperator());

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
