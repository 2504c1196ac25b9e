using System.Buffers;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Moderation;
using Whisper.Grains.Rooms;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;
using Whisper.Tests.Gateway.Support;
using Whisper.Tests.Model;

namespace Whisper.Tests.Rooms;

/// <summary>An open room of two connected people, and nothing else. What it says to them is packed for their gateway, as it is in a silo.</summary>
internal sealed class LoneRoom : IGrainPeers, IDeliveryOutbox, IGatewayWatch
{
    private static readonly RoomMetrics Metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly ArrayBufferWriter<byte> _packed = new(1 << 16);
    private readonly MatchId _match = MatchId.New();
    private readonly SessionId _first = SessionId.New();
    private readonly SessionId _second = SessionId.New();
    private readonly byte[] _text;

    private LoneRoom(int textLength)
    {
        _text = new byte[textLength];
        Array.Fill(_text, (byte)'x');
        Core = new ChatRoomCore(_match, new KeptRoom(), new NeverRings(), retire: () => { }, new RoomServices(
            Peers: this,
            Outbox: this,
            Gateways: this,
            new EvidenceSigner(new byte[32]),
            new NoEvents(),
            TimeProvider.System,
            new RoomOptions { MaxUndelivered = int.MaxValue },
            TimeSpan.FromSeconds(30),
            Metrics));
        Door = new RoomDoor(_match, Core, Metrics, "silo", FakeCluster.Proxy.Of<IGrainContext>((method, _) => throw new NotSupportedException(method.Name)));
    }

    public RoomDoor Door { get; }

    /// <summary>How much it has said, in bytes of batches.</summary>
    public long Said { get; private set; }

    private ChatRoomCore Core { get; }

    /// <summary>Opens one whose messages have so many bytes.</summary>
    public static async Task<LoneRoom> Open(int textLength)
    {
        var room = new LoneRoom(textLength);
        var (first, second) = (new OpenSeat(room._first, TicketId.New()), new OpenSeat(room._second, TicketId.New()));
        await room.Core.Open(new OpenRoom(Tier.Exact, ["a", "b"], first, second));
        return room;
    }

    /// <summary>A message of the one to the other.</summary>
    public RelayCall Post(long n) => new() { Kind = RelayKind.Message, Match = _match, Session = _first, N = n, Text = _text };

    /// <summary>What the other acknowledges.</summary>
    public RelayCall Ack(long n) => new() { Kind = RelayKind.Delivered, Match = _match, Session = _second, N = n };

    public void Push(ConnectionRef to, ClientEvent clientEvent)
    {
        // of the match and its end, which are not looked at here
    }

    public void Push(ConnectionRef to, in ChatWord word)
    {
        new QueuedEvent(to.Slot, to.Generation, word, null).Pack(_packed);
        Said += _packed.WrittenCount;
        _packed.ResetWrittenCount();
    }

    IUserSession IGrainPeers.Session(SessionId id) => FakeCluster.Proxy.Of<IUserSession>((_, _) =>
        Task.FromResult(new CommitResult(true, new ConnectionRef(Guid.NewGuid(), 1, 1), 1)));

    IInterestBucket IGrainPeers.Bucket(BucketId id) => throw new NotSupportedException();

    IChatRoom IGrainPeers.Room(MatchId id) => throw new NotSupportedException();

    bool IGatewayWatch.IsGone(Guid gateway) => false;

    Task<bool> IGatewayWatch.Holds(ConnectionRef connection) => Task.FromResult(true);

    Task<bool> IGatewayWatch.Heard(ConnectionRef connection) => Task.FromResult(true);

    Task<bool> IGatewayWatch.Searches(ConnectionRef connection, TicketId ticket) => Task.FromResult(true);

    void IGatewayWatch.Add(Guid gateway, MatchId match, SessionId session, long epoch)
    {
        // gateways do not die here
    }

    void IGatewayWatch.Remove(Guid gateway, MatchId match, SessionId session)
    {
        // gateways do not die here
    }

    private sealed class NeverRings : IAlarm
    {
        public void Set(TimeSpan due)
        {
            // nobody waits for it
        }

        public void Cancel()
        {
            // it does not ring anyway
        }
    }
}
