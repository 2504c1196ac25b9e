using Whisper.Grains.Rooms;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Simulation.Engine;

namespace Whisper.Simulation.Cluster;

/// <summary>A simulated grain reference to a room.</summary>
internal sealed class RoomReference(SimCluster cluster, MatchId id) : GrainReference<ChatRoomCore>(cluster), IChatRoom
{
    private readonly SimCluster _cluster = cluster;

    public Task<OpenOutcome> Open(OpenRoom request) => Call(core => core.Open(request));

    public Task Resolve(SessionId session, TicketId ticket) => Call(core => core.Resolve(session, ticket));

    public Task<PostResult> Post(Post post) => Call(core => Task.FromResult(core.Post(post)));

    public Task Ack(SessionId session, long n) => Call(core => Run(() => core.Ack(session, n)));

    public Task Typing(SessionId session, bool on) => Call(core => Run(() => core.Typing(session, on)));

    public Task<ChatSnapshot?> Attach(RoomAttach request) => Call(core => core.Attach(request));

    public Task<RoomAssertOutcome> Assert(RoomAssertion assertion) => Call(core => core.Assert(assertion));

    public Task GatewayGone(SessionId session, long epoch) => Call(core => core.GatewayGone(session, epoch));

    public Task Detach(SessionId session, long epoch) => Call(core => Run(() => core.Detach(session, epoch)));

    public Task<bool> Leave(SessionId session) => Call(core => core.Leave(session));

    public Task<bool> EndByOperator() => Call(core => core.EndByOperator());

    protected override (ChatRoomCore Core, Mailbox? Mailbox) Activated() => _cluster.ActivatedRoom(id);

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
