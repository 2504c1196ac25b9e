using System.Collections.Immutable;
using Whisper.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Sessions;

/// <remarks>
/// A reservation lives in memory alone: an activation that forgot it refuses the commit, and the room then releases both
/// sides. What decides is the commit, which is stored.
/// </remarks>
internal sealed partial class UserSessionCore
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(3);

    private (MatchId Match, DateTimeOffset At)? _reservation;
    private (MatchId Match, DateTimeOffset At) _asked;
    private bool _cancelRequested;

    public async Task<IntentOutcome> Find(FindRequest request)
    {
        var attachment = request.Attachment;
        if (State.Banned || attachment.Epoch < State.Epoch)
        {
            return State.Banned ? IntentOutcome.Banned : IntentOutcome.Superseded;
        }

        var isRepeat = State.Ticket?.Id == request.Ticket || State.Chat?.Ticket == request.Ticket || State.LastChat?.Ticket == request.Ticket;
        if (!isRepeat)
        {
            if (State.Status != SessionStatus.Idle)
            {
                return IntentOutcome.InvalidState;
            }

            if (await IsOld(request))
            {
                return IntentOutcome.Superseded;
            }

            _cancelRequested = false;
            var exclusions = State.Exclusions.At(Now);
            await Save(Attached(attachment) with
            {
                Ticket = NewTicket(request, exclusions),
                ToldTier = Tier.Exact,
                Exclusions = exclusions,
            });
        }

        if (State.Ticket is { } ticket)
        {
            // If this fails the search stands, and the caller's next try, or the person's resume, brings it to its bucket.
            await Retry.Call(() => services.Peers.Bucket(ticket.Home).Join(ticket), services.Time, attempts: 3);
        }

        return IntentOutcome.Done;
    }

    public async Task<IntentOutcome> Cancel(long epoch, TicketId ticket)
    {
        if (epoch < State.Epoch)
        {
            return IntentOutcome.Superseded;
        }

        if (State.Ticket?.Id != ticket)
        {
            return State.Cancelled == ticket ? IntentOutcome.Done : IntentOutcome.InvalidState;
        }

        if (_reservation is not null)
        {
            _cancelRequested = true;
            AskRoomIfOverdue();
            return IntentOutcome.Deferred;
        }

        await EndSearch();
        return IntentOutcome.Done;
    }

    public Task<ReserveOutcome> Reserve(TicketId ticket, MatchId match)
    {
        if (IsOver(ticket))
        {
            return Task.FromResult(ReserveOutcome.Gone);
        }

        if (_reservation is { } reservation)
        {
            AskRoomIfOverdue();
            return Task.FromResult(reservation.Match == match ? ReserveOutcome.Reserved : ReserveOutcome.Busy);
        }

        if (IsAway)
        {
            return Task.FromResult(ReserveOutcome.Away);
        }

        _reservation = (match, Now);
        return Task.FromResult(ReserveOutcome.Reserved);
    }

    public async Task Release(TicketId ticket, MatchId match)
    {
        if (State.Chat is { } chat && chat.Match == match && chat.Ticket == ticket)
        {
            await UndoCommit(chat.Search);
        }
        else if (_reservation?.Match == match)
        {
            _reservation = null;
            await CancelIfAsked();
        }
    }

    public async Task<CommitResult> Commit(TicketId ticket, MatchId match, SessionId partner)
    {
        if (State.Chat?.Match != match)
        {
            if (_reservation?.Match != match || State.Ticket?.Id != ticket)
            {
                if (State.Known)
                {
                    // stored like any decision: an activation before this one, which may still hold the reservation, can then no longer accept
                    await Save(State);
                }

                return new CommitResult(false, null, State.Epoch);
            }

            await Save(State with { Ticket = null, Chat = new SessionChat(match, partner, ticket, State.Ticket) });
            _reservation = null;
        }

        return new CommitResult(true, State.Connection, State.Epoch);
    }

    public async Task Escalate(TicketId ticket)
    {
        if (!IsOver(ticket) && State.ToldTier == Tier.Exact)
        {
            await Save(State with { ToldTier = Tier.Overlap });
            Push(new SearchingEvent(ticket, Tier.Overlap, WaitedMs(State.Ticket!)));
        }
    }

    public async Task<ReserveOutcome> Expire(TicketId ticket)
    {
        if (IsOver(ticket))
        {
            return ReserveOutcome.Gone;
        }

        if (_reservation is not null)
        {
            AskRoomIfOverdue();
            return ReserveOutcome.Busy;
        }

        var waited = WaitedMs(State.Ticket!);
        await Save(State with { Ticket = null, TimedOutAfterMs = waited });
        Push(new MatchTimeoutEvent(ticket, waited));
        services.Events.Publish(new SearchTimedOut(Now, ticket, TimeSpan.FromMilliseconds(waited)));
        return ReserveOutcome.Gone;
    }

    /// <summary>
    /// A silo that was frozen goes on with what had reached it before, when the person may long have met somebody, or gone: only their
    /// gateway knows. By the clocks alone nobody is refused, they may differ; and a silo that cannot ask begins nothing, it may be the
    /// one that is out of the world. Whoever still waits asks again.
    /// </summary>
    private async Task<bool> IsOld(FindRequest request) =>
        request.SentAt is { } sentAt && (Now - sentAt).Duration() > FreshFor && !await services.Gateways.Searches(request.Attachment.Connection, request.Ticket);

    private SessionState Attached(Attachment attachment) => attachment.Epoch == State.Epoch
        ? State
        : State with
        {
            Epoch = attachment.Epoch,
            Connection = attachment.Connection,
            AwaySince = null,
            TokenHash = attachment.TokenHash,
            PreviousTokenHash = null,
        };

    private Ticket NewTicket(FindRequest request, ImmutableArray<Exclusion> exclusions) => new()
    {
        Id = request.Ticket,
        Session = id,
        Interests = request.Interests,
        Since = Now,
        Exclusions = exclusions,
    };

    private async Task EndSearch()
    {
        var ticket = State.Ticket!;
        await Save(State with { Ticket = null, Cancelled = ticket.Id });
        _cancelRequested = false;
        TellHome(ticket, home => home.Leave(ticket.Id));
    }

    private async Task UndoCommit(Ticket? search)
    {
        await Save(State with { Chat = null, Ticket = search });
        if (search is not null)
        {
            // Its bucket may have let go of a search that had become a chat.
            TellHome(search, home => home.Return(search));
        }

        await CancelIfAsked();
    }

    private async Task CancelIfAsked()
    {
        if (_cancelRequested && State.Ticket is { } ticket)
        {
            await EndSearch();
            Push(new MatchCancelledEvent(ticket.Id));
        }
    }

    /// <summary>A search that became a chat has its room asked to tell both people, in case it died before it could.</summary>
    private bool IsOver(TicketId ticket)
    {
        if (State.Chat is { } chat && chat.Ticket == ticket)
        {
            AskRoom(chat.Match, ticket);
        }

        return State.Ticket?.Id != ticket;
    }

    private void AskRoomIfOverdue()
    {
        if (_reservation is { } reservation && State.Ticket is { } ticket && Now - reservation.At >= services.Options.ReservationLease)
        {
            AskRoom(reservation.Match, ticket.Id);
        }
    }

    /// <summary>A room that does not answer has trouble enough: it is asked once a second, however many ask the session.</summary>
    private void AskRoom(MatchId match, TicketId ticket)
    {
        if (_asked.Match != match || Now - _asked.At >= AskAgainAfter)
        {
            _asked = (match, Now);
            services.Peers.Room(match).Resolve(id, ticket).Ignore();
        }
    }

    private long WaitedMs(Ticket ticket) => Math.Max(0, (long)(Now - ticket.Since).TotalMilliseconds);
}
