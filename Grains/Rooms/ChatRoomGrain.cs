using System.Text;
using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Moderation;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Grains.Rooms;

/// <summary>Hosts a <see cref="ChatRoomCore"/>. Not reentrant: one call at a time, those included that come in by its <see cref="RoomDoor"/>.</summary>
internal sealed class ChatRoomGrain(
    [PersistentState("room", StorageNames.State)] IPersistentState<RoomState> storage,
    IGrainPeers peers,
    IDeliveryOutbox outbox,
    IGatewayWatch gateways,
    IEvidenceSigner signer,
    IPlatformEvents events,
    RoomMetrics metrics,
    LocalRooms rooms,
    TimeProvider time,
    IOptions<RoomOptions> options,
    IOptions<UserSessionOptions> sessionOptions) : Grain, IChatRoom
{
    // A quiet chat must not be collected: its counters live in memory.
    private static readonly TimeSpan StayActive = TimeSpan.FromDays(1);

    private static readonly DeactivationReason Leaving = new(DeactivationReasonCode.ShuttingDown, "Its silo leaves.");

    private ChatRoomCore _core = null!;
    private RoomDoor _door = null!;

    private MatchId Id => new(this.GetPrimaryKey());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var alarm = new GrainAlarm(this, Ring, interleave: false);
        var record = new StorageRecord<RoomState>(storage, GrainContext);
        _core = new ChatRoomCore(
            Id,
            new RoomServices(record, peers, outbox, gateways, signer, events, alarm, time, options.Value, sessionOptions.Value.Grace, DeactivateOnIdle, metrics));
        if (_core.Activate())
        {
            DelayDeactivation(StayActive);
        }

        _door = new RoomDoor(Id, _core, metrics, RuntimeIdentity, () => GrainContext.Deactivate(Leaving));
        rooms.Add(Id, _door);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        rooms.Remove(Id, _door);
        _door.Close();
        _core.MoveAway();
        return Task.CompletedTask;
    }

    public async Task<OpenOutcome> Open(OpenRoom request)
    {
        using var span = Spans.Step("whisper.room.open");
        span?.Match(Id).Silo(RuntimeIdentity);
        DelayDeactivation(StayActive);
        using var turn = _door.Enter();
        return await _core.Open(request);
    }

    public async Task Resolve(SessionId session, TicketId ticket)
    {
        using var turn = _door.Enter();
        await _core.Resolve(session, ticket);
    }

    public Task<PostResult> Post(Post post)
    {
        using var turn = _door.Enter();
        return Task.FromResult(_door.Post(new RelayCall
        {
            Kind = RelayKind.Message,
            Match = Id,
            Session = post.From,
            N = post.N,
            Delivered = post.Delivered,
            Text = Encoding.UTF8.GetBytes(post.Text.Value),
        }));
    }

    public Task Ack(SessionId session, long n)
    {
        using var turn = _door.Enter();
        _core.Ack(session, n);
        return Task.CompletedTask;
    }

    public Task Typing(SessionId session, bool on)
    {
        using var turn = _door.Enter();
        _core.Typing(session, on);
        return Task.CompletedTask;
    }

    public async Task<RoomAssertOutcome> Assert(RoomAssertion assertion)
    {
        using var turn = _door.Enter();
        return await _core.Assert(assertion);
    }

    public async Task GatewayGone(SessionId session, long epoch)
    {
        using var turn = _door.Enter();
        await _core.GatewayGone(session, epoch);
    }

    public async Task<ChatSnapshot?> Attach(RoomAttach request)
    {
        using var turn = _door.Enter();
        return await _core.Attach(request);
    }

    public Task Detach(SessionId session, long epoch)
    {
        using var turn = _door.Enter();
        _core.Detach(session, epoch);
        return Task.CompletedTask;
    }

    public async Task<bool> Leave(SessionId session)
    {
        using var turn = _door.Enter();
        return await _core.Leave(session);
    }

    public async Task<bool> EndByOperator()
    {
        using var turn = _door.Enter();
        return await _core.EndByOperator();
    }

    private async Task Ring()
    {
        using var turn = _door.Enter();
        await _core.OnAlarm();
    }
}
