using System.Text;
using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Rooms;

internal sealed partial class ChatRoomCore
{
    /// <summary><see cref="IChatRoom.Post"/>, of a text that is still a string.</summary>
    public PostResult Post(Post post) => Post(post.From, post.N, Encoding.UTF8.GetBytes(post.Text.Value), post.Delivered);

    /// <summary><see cref="IChatRoom.Post"/>.</summary>
    public PostResult Post(SessionId from, long n, ReadOnlySpan<byte> text, long delivered)
    {
        if (SeatOf(from) is not { } seat)
        {
            return new PostResult(PostOutcome.NotInChat, 0);
        }

        seat.CountFrom(delivered);
        var expected = seat.Accepted + 1;
        if (n != expected)
        {
            return new PostResult(n < expected ? PostOutcome.Repeat : PostOutcome.Gap, expected);
        }

        if (seat.UndeliveredCount >= services.Options.MaxUndelivered)
        {
            return new PostResult(PostOutcome.Full, expected);
        }

        var message = Seal(from, n, text);
        if (seat.Accept(message))
        {
            Push(PartnerOf(seat), message);
        }
        else
        {
            Push(seat, new ChatWord(RelayKind.Delivered, id, seat.Delivered));
        }

        return new PostResult(PostOutcome.Accepted, expected + 1);
    }

    public void Ack(SessionId session, long n)
    {
        if (SeatOf(session) is { } seat)
        {
            MarkDelivered(PartnerOf(seat), n);
        }
    }

    public void Typing(SessionId session, bool on)
    {
        if (SeatOf(session) is { } seat)
        {
            Push(PartnerOf(seat), new ChatWord(on ? RelayKind.TypingOn : RelayKind.TypingOff, id, 0));
        }
    }

    public async Task<ChatSnapshot?> Attach(RoomAttach request)
    {
        if (IsOpen && !_told)
        {
            // Not certain yet: until both sessions are committed, the match may still not be made.
            await Complete();
        }

        if (State.Phase is RoomPhase.None or RoomPhase.Aborted)
        {
            await Disown(request.Session);
            return null;
        }

        await ConfirmEndAgain(request.Session);
        if (Known(request.Session) is not { } seat || request.Epoch < seat.Epoch)
        {
            return null;
        }

        var partner = PartnerOf(seat);
        var wasAway = seat.AwaySince is not null;
        SitDown(seat, request.Connection, request.Epoch);
        if (IsOpen)
        {
            if (wasAway)
            {
                Push(partner, new PartnerEvent(id, Away: false, 0));
            }

            MarkDelivered(partner, request.Received);
        }

        return new ChatSnapshot
        {
            Tier = State.Tier,
            Shared = State.Shared,
            Accepted = seat.Accepted,
            Delivered = seat.KnowsCount ? seat.Delivered : null,
            Received = partner.PartnerHas,
            Backlog = [.. Backlog(seat, partner)],
            Ended = IsOpen ? null : new ChatEndedEvent(id, State.ReasonFor(seat.Session)),
        };
    }

    public void Detach(SessionId session, long epoch)
    {
        // an epoch that is newer than the seat's belongs to a resume that never got here
        if (SeatOf(session) is not { Connection: not null } seat || seat.Epoch > epoch)
        {
            return;
        }

        SitDown(seat, null, epoch);
        Push(PartnerOf(seat), AwayEvent(seat));
        SetGraceAlarm();
    }

    private void SitDown(Seat seat, ConnectionRef? connection, long epoch)
    {
        if (seat.Connection is { } former)
        {
            services.Gateways.Remove(former.Gateway, id, seat.Session);
        }

        seat.SitDown(connection, epoch, Now);
        if (connection is { } present && IsOpen)
        {
            services.Gateways.Add(present.Gateway, id, seat.Session, epoch);
        }
    }

    private SealedMessage Seal(SessionId from, long n, ReadOnlySpan<byte> text)
    {
        var at = Now.ToUnixTimeMilliseconds();
        var content = new byte[RelayEvent.SealLength + text.Length];
        text.CopyTo(content.AsSpan(RelayEvent.SealLength));
        services.Signer.Seal(id, from, n, text, at, content.AsSpan(0, RelayEvent.SealLength));
        return new SealedMessage(n, at, content);
    }

    private void MarkDelivered(Seat sender, long n)
    {
        if (sender.MarkDelivered(n))
        {
            Push(sender, new ChatWord(RelayKind.Delivered, id, sender.Delivered));
            if (sender.LatestSeen is { } seen)
            {
                services.Metrics?.Seen((Now.ToUnixTimeMilliseconds() - seen.AtMs) / 1000d);
            }
        }
    }

    private IEnumerable<ClientEvent> Backlog(Seat seat, Seat partner)
    {
        if (seat.Delivered > 0)
        {
            yield return new DeliveredEvent(id, seat.Delivered);
        }

        foreach (var message in partner.Undelivered)
        {
            yield return message.ToEvent(id);
        }

        if (partner.AwaySince is not null)
        {
            yield return AwayEvent(partner);
        }
    }

    private PartnerEvent AwayEvent(Seat seat) =>
        new(id, Away: true, Math.Max(0, (long)(GraceEnd(seat) - Now).TotalMilliseconds));

    private DateTimeOffset GraceEnd(Seat seat) => (seat.AwaySince ?? DateTimeOffset.MaxValue - services.Grace) + services.Grace;

    private void SetGraceAlarm()
    {
        var due = Seats.Where(seat => seat.AwaySince is not null).Select(GraceEnd).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        if (due < DateTimeOffset.MaxValue)
        {
            alarm.Set(due - Now);
        }
        else
        {
            alarm.Cancel();
        }
    }
}
