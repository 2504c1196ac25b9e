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
using Xunit;

namespace Whisper.Tests.Rooms;

/// <summary>A room that goes on where an activation before has left it.</summary>
internal static class TakenUpRoom
{
    /// <summary>What the one before has stored: an open chat of two.</summary>
    public static RoomState Stored(SessionId first, SessionId second) => new()
    {
        Phase = RoomPhase.Open,
        Tier = Tier.Exact,
        Shared = ["a"],
        First = new OpenSeat(first, TicketId.New()),
        Second = new OpenSeat(second, TicketId.New()),
    };

    /// <summary>Takes it up.</summary>
    public static ChatRoomCore Open(IRecord<RoomState> record, IGrainPeers peers, IDeliveryOutbox outbox, TimeProvider time)
    {
        var room = new ChatRoomCore(MatchId.New(), record, FakeCluster.Proxy.Of<IAlarm>((_, _) => null), retire: () => { }, new RoomServices(
            peers,
            outbox,
            FakeCluster.Proxy.Of<IGatewayWatch>((method, _) => method.ReturnType == typeof(bool) ? false : null),
            new EvidenceSigner(new byte[32]),
            new NoEvents(),
            time,
            new RoomOptions(),
            TimeSpan.FromSeconds(30)));
        Assert.True(room.Activate());
        return room;
    }
}
