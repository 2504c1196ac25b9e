using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Delivery;
using Whisper.Grains.Moderation;
using Whisper.Grains.Rooms;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Tests.Rooms;

/// <summary>An open room that is all there is, whose two people have no connection: what it says to them is kept by itself.</summary>
internal sealed class LoneRoom
{
    private static readonly RoomMetrics Metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly MatchId _match = MatchId.New();
    private readonly SessionId _first = SessionId.New();
    private readonly SessionId _second = SessionId.New();

    public LoneRoom()
    {
        var state = new RoomState
        {
            Phase = RoomPhase.Open,
            First = new OpenSeat(_first, TicketId.New()),
            Second = new OpenSeat(_second, TicketId.New()),
        };
        var services = new RoomServices(
            new Kept(state),
            Peers: null!,
            Outbox: null!,
            Gateways: null!,
            new EvidenceSigner(new byte[32]),
            Events: null!,
            new NeverRings(),
            TimeProvider.System,
            new RoomOptions { MaxUndelivered = int.MaxValue },
            TimeSpan.FromSeconds(30),
            Retire: () => { });
        var core = new ChatRoomCore(_match, services);
        core.Activate();
        Door = new RoomDoor(_match, core, Metrics, "silo");
    }

    public RoomDoor Door { get; }

    /// <summary>A message of the one to the other.</summary>
    public RelayCall Post(long n) => new() { Kind = RelayKind.Message, Match = _match, Session = _first, N = n, Text = "hi"u8 };

    /// <summary>What the other acknowledges.</summary>
    public RelayCall Ack(long n) => new() { Kind = RelayKind.Delivered, Match = _match, Session = _second, N = n };

    private sealed class Kept(RoomState state) : IRecord<RoomState>
    {
        public RoomState Value { get; private set; } = state;

        public Task Save(RoomState next)
        {
            Value = next;
            return Task.CompletedTask;
        }

        public Task Refresh() => Task.CompletedTask;

        public Task Clear() => Save(new RoomState());
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
