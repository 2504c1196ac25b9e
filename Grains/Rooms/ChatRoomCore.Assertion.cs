using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Rooms;

internal sealed partial class ChatRoomCore
{
    // What was sent so long ago, does not wait to be sent and did not reach its client's gateway may have been lost on its way.
    private static readonly TimeSpan SendAgainAfter = TimeSpan.FromSeconds(3);

    // A silo that was voted out does not serve longer than that before it reads so.
    private static readonly TimeSpan FormerServesOn = TimeSpan.FromSeconds(3);

    // When this activation took up an open room that another had stored; null once it knows what that one did last.
    private DateTimeOffset? _takenUpAt;

    public async Task<RoomAssertOutcome> Assert(RoomAssertion assertion)
    {
        await LookAgain();
        if (IsOpen && !_told)
        {
            await Complete();
        }

        if (State.Phase is RoomPhase.None or RoomPhase.Aborted)
        {
            await Disown(assertion.Session);
        }

        await ConfirmEndAgain(assertion.Session);
        if (SeatOf(assertion.Session) is not { } seat)
        {
            return RoomAssertOutcome.NotHere;
        }

        if (assertion.Epoch < seat.Epoch)
        {
            return RoomAssertOutcome.Superseded;
        }

        var hasSat = seat.Connection == assertion.Connection;
        if (!hasSat)
        {
            if (seat.AwaySince is not null && await Revive(assertion) is var standing && standing != AssertOutcome.Known)
            {
                return standing == AssertOutcome.Superseded ? RoomAssertOutcome.Superseded : RoomAssertOutcome.NotHere;
            }

            Return(seat, assertion);
        }

        var partner = PartnerOf(seat);
        if (assertion.Chat is { } told)
        {
            // nothing was sent to a seat that this activation did not know to be taken
            TellMissed(seat, partner, told, sentBefore: hasSat ? Now - SendAgainAfter - services.Outbox.Waited(assertion.Connection) : DateTimeOffset.MaxValue);
        }
        else
        {
            Tell(seat, partner);
            PushAll(seat, partner.Undelivered);
        }

        return RoomAssertOutcome.Seated;
    }

    /// <summary>A gateway is gone, and with it this person's connection. The session first: it decides whether there is a newer one.</summary>
    public async Task GatewayGone(SessionId session, long epoch)
    {
        if (SeatOf(session) is { Connection: { } connection } seat && seat.Epoch == epoch)
        {
            var departure = new Departure(connection, epoch, Heard: false, InChat: null);
            if (await services.Peers.Session(session).Detach(departure) is not null)
            {
                Detach(session, epoch);
            }
        }
    }

    /// <summary>This activation ends although the chat goes on: the gateways open the next one.</summary>
    public void MoveAway()
    {
        foreach (var seat in Seats.Where(_ => IsOpen))
        {
            Push(seat, new RoomMovedEvent(id));
        }

        StandUp();
    }

    // The session first, as when somebody goes: it knows of newer connections, and asks the gateway whether this one is still there.
    private async Task<AssertOutcome> Revive(RoomAssertion assertion) => (await services.Peers.Session(assertion.Session).Assert(new SessionAssertion
    {
        Session = assertion.Session,
        Connection = assertion.Connection,
        Epoch = assertion.Epoch,
        Chat = assertion.Chat,
    })).Outcome;

    /// <summary>
    /// The activation before may have gone on for a moment on a silo that was voted out, and have stored an end that nobody heard of. Gateways vouch again when that silo has stopped for
    /// certain: then what is stored is read once more.
    /// </summary>
    private async Task LookAgain()
    {
        if (_takenUpAt is not { } since || Now - since < FormerServesOn)
        {
            return;
        }

        try
        {
            await record.Refresh();
        }
        catch (Exception)
        {
            // the store is away; whoever vouches next looks
            return;
        }

        _takenUpAt = null;
        if (State.Phase == RoomPhase.Ended)
        {
            StandUp();
            Unconfirm();
            alarm.Set(TimeSpan.Zero);
        }
    }

    private void Return(Seat seat, RoomAssertion assertion)
    {
        var wasAway = seat.AwaySince is not null;
        SitDown(seat, assertion.Connection, assertion.Epoch);
        if (wasAway)
        {
            Push(PartnerOf(seat), new PartnerEvent(id, Away: false, 0));
            SetGraceAlarm();
        }
    }

    private void TellMissed(Seat seat, Seat partner, ChatAssertion told, DateTimeOffset sentBefore)
    {
        if (told.Delivered is { } delivered)
        {
            seat.CountFrom(delivered);
            if (told.Accepted > seat.Accepted)
            {
                Push(seat, new MessageGapEvent(id, seat.Accepted + 1));
            }
        }

        if (seat.Delivered > (told.Delivered ?? 0))
        {
            Push(seat, new ChatWord(RelayKind.Delivered, id, seat.Delivered));
        }

        MarkDelivered(partner, told.Acked);
        var before = sentBefore.ToUnixTimeMilliseconds();
        PushAll(seat, partner.Undelivered.SkipWhile(message => message.N <= told.Given).TakeWhile(message => message.AtMs < before));
        if (told.PartnerAway != partner.AwaySince is not null)
        {
            Push(seat, partner.AwaySince is null ? new PartnerEvent(id, Away: false, 0) : AwayEvent(partner));
        }
    }

    private void PushAll(Seat seat, IEnumerable<SealedMessage> messages)
    {
        foreach (var message in messages)
        {
            Push(seat, message);
        }
    }

    private void StandUp()
    {
        foreach (var seat in Seats)
        {
            if (seat.Connection is { } connection)
            {
                services.Gateways.Remove(connection.Gateway, id, seat.Session);
            }
        }
    }
}
