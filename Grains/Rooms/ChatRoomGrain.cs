using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Whisper.Delivery;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Grains.Rooms;

/// <summary>Hosts a <see cref="ChatRoomCore"/>. Not reentrant: one call at a time, those included that come in by its <see cref="RoomDoor"/>.</summary>
internal sealed class ChatRoomGrain([FromKeyedServices(StorageNames.State)] IGrainStorage storage, RoomServices services, RoomMetrics metrics, LocalRooms rooms)
    : AlarmedGrain, IChatRoom
{
    // A quiet chat must not be collected: its counters live in memory.
    private static readonly TimeSpan StayActive = TimeSpan.FromDays(1);

    private StorageRecord<RoomState> _record = null!;
    private ChatRoomCore _core = null!;
    private RoomDoor _door = null!;

    private MatchId Id => new(this.GetPrimaryKey());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _record = new StorageRecord<RoomState>("room", storage, GrainContext);
        _core = new ChatRoomCore(Id, _record, this, DeactivateOnIdle, services);
        _door = new RoomDoor(Id, _core, metrics, RuntimeIdentity, GrainContext);
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
        if (!_record.IsKnown)
        {
            await BeginOrTakeUp(request);
        }

        return await _core.Open(request);
    }

    public async Task Resolve(SessionId session, TicketId ticket)
    {
        using var turn = await Enter();
        await _core.Resolve(session, ticket);
    }

    public async Task<PostResult> Post(Post post)
    {
        using var turn = await Enter();
        return _door.Post(new RelayCall
        {
            Kind = RelayKind.Message,
            Match = Id,
            Session = post.From,
            N = post.N,
            Delivered = post.Delivered,
            Text = Encoding.UTF8.GetBytes(post.Text.Value),
        });
    }

    public async Task Ack(SessionId session, long n)
    {
        using var turn = await Enter();
        _core.Ack(session, n);
    }

    public async Task Typing(SessionId session, bool on)
    {
        using var turn = await Enter();
        _core.Typing(session, on);
    }

    public async Task<RoomAssertOutcome> Assert(RoomAssertion assertion)
    {
        using var turn = await Enter();
        return await _core.Assert(assertion);
    }

    public async Task GatewayGone(SessionId session, long epoch)
    {
        using var turn = await Enter();
        await _core.GatewayGone(session, epoch);
    }

    public async Task<ChatSnapshot?> Attach(RoomAttach request)
    {
        using var turn = await Enter();
        return await _core.Attach(request);
    }

    public async Task Detach(SessionId session, long epoch)
    {
        using var turn = await Enter();
        _core.Detach(session, epoch);
    }

    public async Task<bool> Leave(SessionId session)
    {
        using var turn = await Enter();
        return await _core.Leave(session);
    }

    public async Task<bool> EndByOperator()
    {
        using var turn = await Enter();
        return await _core.EndByOperator();
    }

    protected override async Task Ring()
    {
        using var turn = _door.Enter();
        await _core.OnAlarm();
    }

    private ValueTask<RoomDoor.Turn> Enter() => _record.IsKnown ? new(_door.Enter()) : TakeUpAndEnter();

    private async ValueTask<RoomDoor.Turn> TakeUpAndEnter()
    {
        await TakeUp();
        return _door.Enter();
    }

    // Nearly every room that is opened is new, and to read what is not there takes as long as to write it.
    private async Task BeginOrTakeUp(OpenRoom request)
    {
        try
        {
            await _core.Begin(request);
            rooms.Add(Id, _door);
        }
        catch (InconsistentStateException)
        {
            await TakeUp();
        }
    }

    private async Task TakeUp()
    {
        await _record.Refresh();
        if (_core.Activate())
        {
            DelayDeactivation(StayActive);
        }

        rooms.Add(Id, _door);
    }
}
