using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Moderation;
using Whisper.Grains.Runtime;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Grains.Rooms;

/// <summary>What the rooms of a silo work with. <paramref name="Grace"/> is how long a person may be away.</summary>
internal sealed record RoomServices(
    IGrainPeers Peers,
    IDeliveryOutbox Outbox,
    IGatewayWatch Gateways,
    IEvidenceSigner Signer,
    IPlatformEvents Events,
    TimeProvider Time,
    RoomOptions Options,
    TimeSpan Grace,
    RoomMetrics? Metrics = null);

/// <summary>
/// The logic of a chat room without Orleans, so that a model test can drive it. One call at a time. The parts: opening
/// and ending (what is stored), talking (what is not), and what gateways vouch for.
/// </summary>
internal sealed partial class ChatRoomCore(MatchId id, IRecord<RoomState> record, IAlarm alarm, Action retire, RoomServices services)
{
    private Seat? _first;
    private Seat? _second;

    /// <summary>Whether the chat goes on.</summary>
    public bool IsOpen => State.Phase == RoomPhase.Open;

    private RoomState State => record.Value;

    private IEnumerable<Seat> Seats => _first is null || _second is null ? [] : [_first, _second];

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
                Unconfirm();
            }
            else
            {
                _takenUpAt = Now;
            }

            alarm.Set(TimeSpan.Zero);
        }
        else if (State.Phase == RoomPhase.Aborted)
        {
            LingerFromNow();
        }

        return IsOpen;
    }

    private void Seat(OpenSeat first, OpenSeat second, bool isNew) => (_first, _second) = (new Seat(first, isNew), new Seat(second, isNew));

    private Seat? SeatOf(SessionId session) => IsOpen ? Known(session) : null;

    /// <summary>Whoever has a seat here, even when the chat is over.</summary>
    private Seat? Known(SessionId session) => _first?.Session == session ? _first : _second?.Session == session ? _second : null;

    private Seat PartnerOf(Seat seat) => seat == _first ? _second! : _first!;

    private void Push(Seat seat, ClientEvent clientEvent)
    {
        if (seat.Connection is { } connection)
        {
            services.Outbox.Push(connection, clientEvent);
        }
    }

    private void Hurry(Seat seat)
    {
        if (seat.Connection is { } connection)
        {
            services.Outbox.Hurry(connection);
        }
    }

    private void Push(Seat seat, SealedMessage message) => Push(seat, new ChatWord(RelayKind.Message, id, message.N, message));

    private void Push(Seat seat, in ChatWord word)
    {
        if (seat.Connection is { } connection)
        {
            services.Outbox.Push(connection, word);
        }
    }
}
