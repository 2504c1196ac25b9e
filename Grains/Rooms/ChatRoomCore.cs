using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Moderation;
using Whisper.Grains.Runtime;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Rooms;

/// <summary>What a room works with. <paramref name="Grace"/> is how long a person may be away.</summary>
internal sealed record RoomServices(
    IRecord<RoomState> Record,
    IGrainPeers Peers,
    IDeliveryOutbox Outbox,
    IGatewayWatch Gateways,
    IEvidenceSigner Signer,
    IPlatformEvents Events,
    IAlarm Alarm,
    TimeProvider Time,
    RoomOptions Options,
    TimeSpan Grace,
    Action Retire,
    RoomMetrics? Metrics = null);

/// <summary>
/// The logic of a chat room without Orleans, so that a model test can drive it. One call at a time. The parts: opening
/// and ending (what is stored), talking (what is not), and what gateways vouch for.
/// </summary>
internal sealed partial class ChatRoomCore(MatchId id, RoomServices services)
{
    private readonly Dictionary<SessionId, Seat> _seats = [];

    private RoomState State => services.Record.Value;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>
    /// Takes a stored room up after an activation elsewhere, at once: an open one asks its sessions where their people are,
    /// an ended one makes sure that both know. Returns whether the chat goes on.
    /// </summary>
    public bool Activate()
    {
        if (State is { Phase: RoomPhase.Open or RoomPhase.Ended, First: { } first, Second: { } second })
        {
            Seat(first, second, isNew: false);
            if (State.Phase == RoomPhase.Ended)
            {
                _unconfirmed.UnionWith(_seats.Keys);
            }

            services.Alarm.Set(TimeSpan.Zero);
        }
        else if (State.Phase == RoomPhase.Aborted)
        {
            LingerFromNow();
        }

        return State.Phase == RoomPhase.Open;
    }

    private void Seat(OpenSeat first, OpenSeat second, bool isNew)
    {
        _seats[first.Session] = new Seat(first, isNew);
        _seats[second.Session] = new Seat(second, isNew);
    }

    private Seat? SeatOf(SessionId session) => State.Phase == RoomPhase.Open ? _seats.GetValueOrDefault(session) : null;

    private Seat PartnerOf(Seat seat) => _seats.Values.First(other => other != seat);

    private void Push(Seat seat, ClientEvent clientEvent)
    {
        if (seat.Connection is { } connection)
        {
            services.Outbox.Push(connection, clientEvent);
        }
    }
}
