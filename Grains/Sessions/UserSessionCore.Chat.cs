using Whisper.Delivery;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Sessions;

internal sealed partial class UserSessionCore
{
    private MatchId? _toldEnd;

    public async Task ChatEnded(MatchId match, ChatEndReason reason)
    {
        var ended = new ChatEndedEvent(match, reason);
        if (State.Chat?.Match != match && State.LastChat?.Match != match)
        {
            // what this activation knows may be older than the match: it must not confirm the end of one that it has not heard of
            await record.Refresh();
        }

        if (State.Chat is { } chat && chat.Match == match)
        {
            await Save(Excluding(chat.Partner, Now + services.Options.RematchAfter) with
            {
                Chat = null,
                LastChat = chat with { Search = null },
                LastChatEnded = Now,
                LastChatReason = reason,
                EndedWhileAway = State.AwaySince is null ? null : ended,
            });
        }

        // An activation before this one may have stored the end and died before it told of it; a gateway tells once.
        if (State.LastChat?.Match == match && _toldEnd != match)
        {
            _toldEnd = match;
            Push(ended);
        }
    }

    public async Task<ChatReference?> Block(long epoch, MatchId? match)
    {
        var chat = Recent(epoch, match);
        if (chat is not null)
        {
            await Save(Excluding(chat.Partner, DateTimeOffset.MaxValue));
        }

        return chat;
    }

    public Task<ChatReference?> RecentChat(long epoch, MatchId? match) => Task.FromResult(Recent(epoch, match));

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

    private ChatReference? Recent(long epoch, MatchId? match)
    {
        if (epoch < State.Epoch)
        {
            return null;
        }

        if (State.Chat is { } chat && chat.Match == match)
        {
            return new ChatReference(chat.Match, chat.Partner, Ongoing: true);
        }

        return State.LastChat is { } last && (match is null || last.Match == match) && Now - State.LastChatEnded < services.Options.ReportWindow
            ? new ChatReference(last.Match, last.Partner, Ongoing: false)
            : null;
    }

    private SessionState Excluding(SessionId partner, DateTimeOffset until) =>
        State with { Exclusions = State.Exclusions.At(Now).With(partner, until, services.Options.MaxBlocks) };
}
