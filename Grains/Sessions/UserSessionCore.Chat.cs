using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Sessions;

internal sealed partial class UserSessionCore
{
    public async Task<bool> ChatEnded(MatchId match, ChatEndReason reason)
    {
        if (State.Chat is not { } chat || chat.Match != match)
        {
            return false;
        }

        await Save(Excluding(chat.Partner, Now + services.Options.RematchAfter) with
        {
            Chat = null,
            LastChat = chat,
            LastChatEnded = Now,
            EndedWhileAway = State.AwaySince is null ? null : new ChatEndedEvent(match, reason),
        });
        _committedTicket = null;
        return true;
    }

    public async Task<ChatReference?> Block(long epoch)
    {
        var chat = Recent(epoch);
        if (chat is not null)
        {
            await Save(Excluding(chat.Partner, DateTimeOffset.MaxValue));
        }

        return chat;
    }

    public Task<ChatReference?> RecentChat(long epoch) => Task.FromResult(Recent(epoch));

    public async Task<MatchId?> Ban()
    {
        var ticket = State.Ticket;
        await Save(State with { Banned = true, Ticket = null });
        if (ticket is not null)
        {
            TellHome(ticket, home => home.Leave(ticket.Id));
        }

        Push(new CloseEvent(CloseCause.Banned));
        return State.Chat?.Match;
    }

    private ChatReference? Recent(long epoch)
    {
        if (epoch < State.Epoch)
        {
            return null;
        }

        if (State.Chat is { } chat)
        {
            return new ChatReference(chat.Match, chat.Partner, Ongoing: true);
        }

        return State.LastChat is { } last && Now - State.LastChatEnded < services.Options.ReportWindow
            ? new ChatReference(last.Match, last.Partner, Ongoing: false)
            : null;
    }

    /// <summary>The state with one more exclusion; a longer one of the same person stays.</summary>
    private SessionState Excluding(SessionId partner, DateTimeOffset until)
    {
        var now = Now;
        var present = State.Exclusions.Where(exclusion => exclusion.Until > now).ToList();
        var known = present.Find(exclusion => exclusion.Session == partner);
        present.RemoveAll(exclusion => exclusion.Session == partner);
        present.Add(new Exclusion(partner, until > known.Until ? until : known.Until));
        var surplus = Math.Max(0, present.Count - services.Options.MaxBlocks);
        return State with { Exclusions = [.. present.Skip(surplus)] };
    }
}
