using Whisper.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Rooms;

internal sealed partial class ChatRoomCore
{
    private const int CommitAttempts = 4;

    private DateTimeOffset _endedAt;
    private bool _endPublished;

    // Whether this activation has committed both sessions and told both people.
    private bool _told;

    /// <summary>Stores a new room as open. Throws when it is not new after all: the record is to be read then, and the room taken up.</summary>
    public async Task Begin(OpenRoom request)
    {
        if (State.Phase == RoomPhase.None)
        {
            await record.Save(new RoomState
            {
                Phase = RoomPhase.Open,
                Tier = request.Tier,
                Shared = request.Shared,
                First = request.First,
                Second = request.Second,
                OpenedAt = Now,
            });
            Seat(request.First, request.Second, isNew: true);
        }
    }

    public async Task<OpenOutcome> Open(OpenRoom request)
    {
        await Begin(request);
        return State.Phase switch
        {
            RoomPhase.Aborted => OpenOutcome.Refused,
            RoomPhase.Ended => OpenOutcome.Opened,
            _ => await Complete(),
        };
    }

    public async Task Resolve(SessionId session, TicketId ticket)
    {
        await AbortIfUnopened();
        if (State.Phase == RoomPhase.Aborted)
        {
            await services.Peers.Session(session).Release(ticket, id);
        }
        else if (State.Phase == RoomPhase.Ended)
        {
            await services.Peers.Session(session).ChatEnded(id, State.ReasonFor(session));
            await services.Peers.Session(session).Release(ticket, id);
        }
        else
        {
            await Complete();
        }
    }

    public async Task<bool> Leave(SessionId session)
    {
        if (SeatOf(session) is null)
        {
            return false;
        }

        await End(RoomEndCause.Left, session);
        return true;
    }

    public async Task<bool> EndByOperator()
    {
        if (!IsOpen)
        {
            return false;
        }

        await End(RoomEndCause.Operator, null);
        return true;
    }

    /// <summary>Somebody's grace period may be over, sessions may still have to confirm the end, or the room may be forgotten.</summary>
    public async Task OnAlarm()
    {
        if (IsOpen && !_told)
        {
            await CompleteOrTryAgain();
        }
        else if (IsOpen)
        {
            var lost = Seats.Where(seat => GraceEnd(seat) <= Now).MinBy(seat => seat.AwaySince);
            if (lost is not null)
            {
                await End(RoomEndCause.Lost, lost.Session);
            }
            else
            {
                SetGraceAlarm();
            }
        }
        else if (Seats.Any(seat => seat.EndUnconfirmed))
        {
            await ConfirmEnd();
        }
        else if (_endedAt + services.Options.Linger <= Now)
        {
            await record.Clear();
            retire();
        }
        else
        {
            alarm.Set(_endedAt + services.Options.Linger - Now);
        }
    }

    /// <summary>From here on a match that nobody opened cannot be made, so its sessions may go on.</summary>
    private async Task AbortIfUnopened()
    {
        if (State.Phase == RoomPhase.None)
        {
            await record.Save(new RoomState { Phase = RoomPhase.Aborted });
            LingerFromNow();
        }
    }

    /// <summary>Frees a session that believes to be in this chat although there is none, because word of it was lost.</summary>
    private async Task Disown(SessionId session)
    {
        await AbortIfUnopened();
        await services.Peers.Session(session).ChatEnded(id, ChatEndReason.PartnerLost);
    }

    /// <summary>Commits both sessions and tells both people, unless that was done before.</summary>
    private async Task<OpenOutcome> Complete()
    {
        if (_told)
        {
            return OpenOutcome.Opened;
        }

        var (first, second) = (_first!, _second!);
        var commits = await Task.WhenAll(Commit(first, second), Commit(second, first));
        if (commits.Any(commit => !commit.Committed))
        {
            await record.Save(new RoomState { Phase = RoomPhase.Aborted });
            LingerFromNow();
            await Task.WhenAll(Release(first), Release(second));
            return OpenOutcome.Refused;
        }

        _told = true;
        SitDown(first, commits[0].Connection, commits[0].Epoch);
        SitDown(second, commits[1].Connection, commits[1].Epoch);
        Tell(first, second);
        Tell(second, first);
        // what an activation after the first took before it knew where the partner is
        PushAll(first, second.Undelivered);
        PushAll(second, first.Undelivered);
        SetGraceAlarm();
        services.Events.Publish(new MatchMade(State.OpenedAt, id, State.Tier, State.Shared.Length, State.First!.Waited, State.Second!.Waited));
        return OpenOutcome.Opened;
    }

    private async Task CompleteOrTryAgain()
    {
        try
        {
            await Complete();
        }
        catch (Exception)
        {
            // A session cannot be reached now.
            alarm.Set(TimeSpan.FromSeconds(1));
        }
    }

    private void Tell(Seat seat, Seat partner)
    {
        Push(seat, new MatchFoundEvent(id, State.Tier, State.Shared));
        if (partner.AwaySince is not null)
        {
            Push(seat, AwayEvent(partner));
        }
    }

    private Task<CommitResult> Commit(Seat seat, Seat partner) => Retry.Call(
        () => services.Peers.Session(seat.Session).Commit(seat.Ticket, id, partner.Session), services.Time, CommitAttempts);

    private Task Release(Seat seat) =>
        Retry.Call(() => services.Peers.Session(seat.Session).Release(seat.Ticket, id), services.Time, CommitAttempts);

    private async Task End(RoomEndCause cause, SessionId? by)
    {
        // sessions tell of the end: what their people were to be told of their messages comes before
        foreach (var seat in Seats)
        {
            Hurry(seat);
        }

        await record.Save(State with { Phase = RoomPhase.Ended, EndCause = cause, EndedBy = by });
        StandUp();
        Unconfirm();
        PublishEnd();
        await ConfirmEnd();
    }

    private async Task ConfirmEnd()
    {
        await Task.WhenAll(Seats.Where(seat => seat.EndUnconfirmed).Select(ConfirmEnd));
        if (Seats.Any(seat => seat.EndUnconfirmed))
        {
            alarm.Set(TimeSpan.FromSeconds(1));
        }
        else
        {
            PublishEnd();
            LingerFromNow();
        }
    }

    /// <summary>Once an activation: one that ended before could does it again in the next, and the store knows it.</summary>
    private void PublishEnd()
    {
        if (!_endPublished)
        {
            _endPublished = true;
            services.Events.Publish(new ChatEnded(Now, id, State.EndCause.ToString(), Now - State.OpenedAt, Seats.Sum(seat => seat.Accepted)));
        }
    }

    private void Unconfirm()
    {
        foreach (var seat in Seats)
        {
            seat.EndUnconfirmed = true;
        }
    }

    private async Task ConfirmEnd(Seat seat)
    {
        try
        {
            await services.Peers.Session(seat.Session).ChatEnded(id, State.ReasonFor(seat.Session));
            seat.EndUnconfirmed = false;
        }
        catch (Exception)
        {
            // The session cannot be reached now; the alarm asks again.
        }
    }

    /// <summary>A session that comes to a room that has ended may have lost what it confirmed.</summary>
    private async Task ConfirmEndAgain(SessionId session)
    {
        if (State.Phase == RoomPhase.Ended && Known(session) is { } seat)
        {
            await ConfirmEnd(seat);
            if (!Seats.Any(other => other.EndUnconfirmed) && !_endPublished)
            {
                // an activation after the one that ended it, which had not come to confirm by itself
                PublishEnd();
                LingerFromNow();
            }
        }
    }

    private void LingerFromNow()
    {
        _endedAt = Now;
        alarm.Set(services.Options.Linger);
    }
}
