using Microsoft.Extensions.Options;
using Whisper.Grains.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Moderation;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Grains.Rooms;

/// <summary>Hosts a <see cref="ChatRoomCore"/>. Not reentrant: one call at a time.</summary>
internal sealed class ChatRoomGrain(
    [PersistentState("room", StorageNames.State)] IPersistentState<RoomState> storage,
    IGrainPeers peers,
    IDeliveryOutbox outbox,
    IGatewayWatch gateways,
    IEvidenceSigner signer,
    IPlatformEvents events,
    RoomMetrics metrics,
    TimeProvider time,
    IOptions<RoomOptions> options,
    IOptions<UserSessionOptions> sessionOptions) : Grain, IChatRoom
{
    // A quiet chat must not be collected: its counters live in memory.
    private static readonly TimeSpan StayActive = TimeSpan.FromDays(1);

    private ChatRoomCore _core = null!;

    private MatchId Id => new(this.GetPrimaryKey());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var alarm = new GrainAlarm(this, () => _core.OnAlarm(), interleave: false);
        var record = new StorageRecord<RoomState>(storage, GrainContext);
        _core = new ChatRoomCore(
            Id,
            new RoomServices(record, peers, outbox, gateways, signer, events, alarm, time, options.Value, sessionOptions.Value.Grace, DeactivateOnIdle, metrics));
        if (_core.Activate())
        {
            DelayDeactivation(StayActive);
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _core.MoveAway();
        return Task.CompletedTask;
    }

    public async Task<OpenOutcome> Open(OpenRoom request)
    {
        using var span = Spans.Step("whisper.room.open");
        span?.Match(Id).Silo(RuntimeIdentity);
        DelayDeactivation(StayActive);
        return await _core.Open(request);
    }

    public Task Resolve(SessionId session, TicketId ticket) => _core.Resolve(session, ticket);

    public Task<PostResult> Post(Post post)
    {
        using var span = Spans.Step("whisper.room.post");
        span?.Session(post.From).Match(Id).Silo(RuntimeIdentity);
        var result = _core.Post(post);
        metrics.Posted(result.Outcome);
        return Task.FromResult(result);
    }

    public Task Ack(SessionId session, long n)
    {
        _core.Ack(session, n);
        return Task.CompletedTask;
    }

    public Task Typing(SessionId session, bool on)
    {
        _core.Typing(session, on);
        return Task.CompletedTask;
    }

    public Task<RoomAssertOutcome> Assert(RoomAssertion assertion) => _core.Assert(assertion);

    public Task GatewayGone(SessionId session, long epoch) => _core.GatewayGone(session, epoch);

    public Task<ChatSnapshot?> Attach(RoomAttach request) => _core.Attach(request);

    public Task Detach(SessionId session, long epoch)
    {
        _core.Detach(session, epoch);
        return Task.CompletedTask;
    }

    public Task<bool> Leave(SessionId session) => _core.Leave(session);

    public Task<bool> EndByOperator() => _core.EndByOperator();
}
