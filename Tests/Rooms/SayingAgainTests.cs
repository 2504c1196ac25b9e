using Microsoft.Extensions.Time.Testing;
using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Rooms;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Rooms;

/// <summary>Whose gateway vouches for somebody hears again what was lost on its way, and nothing else: a gateway without time must not get everything twice.</summary>
public sealed class SayingAgainTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SessionId _anna = SessionId.New();
    private readonly SessionId _bert = SessionId.New();
    private readonly ConnectionRef _connection = new(Guid.NewGuid(), 1, 1);
    private readonly Outbox _outbox;
    private readonly ChatRoomCore _room;

    public SayingAgainTests()
    {
        _outbox = new(_connection);
        var session = FakeCluster.Proxy.Of<IUserSession>((_, _) => Task.FromResult(new CommitResult(true, new ConnectionRef(Guid.NewGuid(), 1, 1), 1)));
        var peers = FakeCluster.Proxy.Of<IGrainPeers>((method, _) => method.ReturnType == typeof(IUserSession) ? session : null);
        _room = TakenUpRoom.Open(new KeptRoom(TakenUpRoom.Stored(_anna, _bert)), peers, _outbox, _time);
    }

    [Theory]
    [InlineData(null, 3, 0, new long[] { 1, 2, 3 })]
    [InlineData(0L, 3, 0, new long[] { 1, 2, 3 })]
    [InlineData(2L, 3, 0, new long[] { 3 })]
    [InlineData(3L, 3, 0, new long[0])]
    [InlineData(0L, 2.9, 0, new long[0])]
    [InlineData(0L, 5, 2.1, new long[0])]
    [InlineData(1L, 5, 1.9, new long[] { 2, 3 })]
    public async Task Vouching_BringsWhatWasLostOnItsWay(long? given, double secondsAgo, double waited, long[] again)
    {
        await Vouch(given: 0);
        for (var n = 1; n <= 3; n++)
        {
            Assert.Equal(PostOutcome.Accepted, _room.Post(_bert, n, "hi"u8, 0).Outcome);
        }

        _outbox.Messages.Clear();
        _time.Advance(TimeSpan.FromSeconds(secondsAgo) + TimeSpan.FromMilliseconds(1));
        _outbox.HasWaited = TimeSpan.FromSeconds(waited);
        await Vouch(given);
        Assert.Equal(again, _outbox.Messages);
    }

    /// <summary>Nothing was sent to a connection that this activation did not know of.</summary>
    [Fact]
    public async Task VouchingForTheFirstTime_BringsAllThatTheClientWasNotGiven()
    {
        for (var n = 1; n <= 3; n++)
        {
            _room.Post(_bert, n, "hi"u8, 0);
        }

        _outbox.HasWaited = TimeSpan.FromSeconds(9);
        await Vouch(given: 1);
        Assert.Equal([2, 3], _outbox.Messages);
    }

    private async Task Vouch(long? given) => Assert.Equal(
        RoomAssertOutcome.Seated,
        await _room.Assert(new RoomAssertion(_anna, _connection, 1, new ChatAssertion(default, 0, 0, 0, false, given))));

    private sealed class Outbox(ConnectionRef of) : IDeliveryOutbox
    {
        public List<long> Messages { get; } = [];

        public TimeSpan HasWaited { get; set; }

        public void Push(ConnectionRef to, ClientEvent clientEvent)
        {
            // that the room was found again is not looked at here
        }

        public void Push(ConnectionRef to, in ChatWord word)
        {
            if (to == of && word.Kind == RelayKind.Message)
            {
                Messages.Add(word.N);
            }
        }

        public TimeSpan Waited(ConnectionRef to) => HasWaited;
    }
}
