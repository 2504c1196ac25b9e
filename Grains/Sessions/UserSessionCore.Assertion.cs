using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Sessions;

/// <remarks>
/// Events are hints: those that a silo still held when it died are lost. A gateway therefore says now and then what its
/// people believe, and hears again what they should have been told.
/// </remarks>
internal sealed partial class UserSessionCore
{
    public async Task<SessionStanding> Assert(SessionAssertion assertion)
    {
        if (!Holds(assertion))
        {
            // nobody is told that something is over because an activation has not heard of it
            await record.Refresh();
        }

        if (!State.Known || State.Banned || assertion.Epoch > State.Epoch)
        {
            return new(AssertOutcome.Gone, null);
        }

        if (assertion.Epoch < State.Epoch)
        {
            return new(AssertOutcome.Superseded, null);
        }

        if (State.Connection != assertion.Connection)
        {
            if (!await services.Gateways.Holds(assertion.Connection))
            {
                // said before its person went, and heard after
                return new(AssertOutcome.Gone, null);
            }

            // its gateway was taken for dead and is not
            await Save(State with { Connection = assertion.Connection, AwaySince = null });
            graceAlarm.Cancel();
        }

        if (assertion.Chat is { } chat && State.Chat?.Match != chat.Match)
        {
            var wasLast = State.LastChat?.Match == chat.Match;
            Push(new ChatEndedEvent(chat.Match, wasLast ? State.LastChatReason : ChatEndReason.PartnerLost));
        }
        else if (assertion.Ticket is { } ticket)
        {
            AssertSearch(assertion, ticket);
        }

        return new(AssertOutcome.Known, State.Chat?.Match);
    }

    private bool Holds(SessionAssertion assertion) => assertion.Epoch == State.Epoch
        && (assertion.Chat is not { } chat || State.Chat?.Match == chat.Match)
        && (assertion.Ticket is not { } ticket || State.Ticket?.Id == ticket);

    private void AssertSearch(SessionAssertion assertion, TicketId told)
    {
        if (State.Ticket is { } ticket && ticket.Id == told)
        {
            if (State.ToldTier > assertion.Tier)
            {
                Push(new SearchingEvent(told, State.ToldTier, WaitedMs(ticket)));
            }

            // a bucket whose silo died is brought back by this, or later by its reminder
            TellHome(ticket, home => home.Return(ticket));
        }
        else if (State.Chat?.Ticket != told)
        {
            // it is over; a search that became a chat and ended again was one that nobody saw
            Push(assertion.CancelDeferred || State.Cancelled == told ? new MatchCancelledEvent(told) : new MatchTimeoutEvent(told, State.TimedOutAfterMs));
        }
    }
}
