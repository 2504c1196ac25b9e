using Microsoft.Extensions.Time.Testing;
using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Rooms;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Rooms;

/// <summary>A room that was taken up while its former activation, on a silo that was voted out, could still store something.</summary>
public sealed class StaleRoomTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Shared _record = new();
    private readonly SessionId _anna = SessionId.New();
    private readonly SessionId _bert = SessionId.New();
    private readonly List<SessionId> _toldOfTheEnd = [];
    private readonly ConnectionRef _connection = new(Guid.NewGuid(), 1, 1);
    private readonly ChatRoomCore _room;

    public StaleRoomTests()
    {
        _record.Stored = _record.Value = TakenUpRoom.Stored(_anna, _bert);
        var outbox = FakeCluster.Proxy.Of<IDeliveryOutbox>((method, _) => method.ReturnType == typeof(TimeSpan) ? TimeSpan.Zero : null);
        _room = TakenUpRoom.Open(_record, new Peers(this), outbox, _time);
    }

    [Fact]
    public async Task EndThatTheFormerStoredLate_IsSeenWhenGatewaysVouchAgain()
    {
        Assert.Equal(RoomAssertOutcome.Seated, await Vouch(_anna));
        _record.Stored = _record.Value with { Phase = RoomPhase.Ended, EndCause = RoomEndCause.Left, EndedBy = _bert };
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RoomAssertOutcome.Seated, await Vouch(_anna));

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(RoomAssertOutcome.NotHere, await Vouch(_anna));
        Assert.Equal(RoomAssertOutcome.NotHere, await Vouch(_bert));
        Assert.Equal([_anna, _bert], _toldOfTheEnd);
    }

    [Fact]
    public async Task NothingNew_IsReadOnce()
    {
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(RoomAssertOutcome.Seated, await Vouch(_anna));
        Assert.Equal(RoomAssertOutcome.Seated, await Vouch(_bert));
        Assert.Equal(1, _record.Reads);
    }

    [Fact]
    public async Task StoreAway_RoomGoesOn_AndLooksTheNextTime()
    {
        _time.Advance(TimeSpan.FromSeconds(3));
        _record.IsAway = true;
        Assert.Equal(RoomAssertOutcome.Seated, await Vouch(_anna));
        _record.IsAway = false;
        _record.Stored = _record.Value with { Phase = RoomPhase.Ended };
        Assert.Equal(RoomAssertOutcome.NotHere, await Vouch(_anna));
    }

    private Task<RoomAssertOutcome> Vouch(SessionId who) => _room.Assert(new RoomAssertion(who, _connection, 1, new ChatAssertion(default, 0, 0, 0, false)));

    private sealed class Peers(StaleRoomTests test) : IGrainPeers
    {
        public IUserSession Session(SessionId id) => FakeCluster.Proxy.Of<IUserSession>((method, _) =>
        {
            if (method.Name == nameof(IUserSession.ChatEnded))
            {
                test._toldOfTheEnd.Add(id);
                return Task.CompletedTask;
            }

            return Task.FromResult(new CommitResult(true, test._connection, 1));
        });

        public IInterestBucket Bucket(BucketId id) => throw new NotSupportedException();

        public IChatRoom Room(MatchId id) => throw new NotSupportedException();
    }

    private sealed class Shared : IRecord<RoomState>
    {
        public RoomState Value { get; set; } = new();

        public RoomState Stored { get; set; } = new();

        public bool IsAway { get; set; }

        public int Reads { get; private set; }

        public Task Save(RoomState next)
        {
            Value = Stored = next;
            return Task.CompletedTask;
        }

        public Task Refresh()
        {
            Reads++;
            if (IsAway)
            {
                throw new TimeoutException();
            }

            Value = Stored;
            return Task.CompletedTask;
        }

        public Task Clear() => Save(new RoomState());
    }
}
