using System.Security.Cryptography;
using Whisper.Delivery;
using Whisper.Sessions;

namespace Whisper.Grains.Sessions;

internal sealed partial class UserSessionCore
{
    // What the last resume was told of an end, for when its answer is lost.
    private ChatEndedEvent? _endTold;

    /// <summary>Picks the grace period up again after an activation elsewhere.</summary>
    public void Activate()
    {
        if (State.AwaySince is { } since)
        {
            graceAlarm.Set(since + services.Options.Grace - Now);
        }
    }

    public async Task<ResumeResult> Resume(ResumeRequest request)
    {
        if (State.Banned)
        {
            return new() { Outcome = ResumeOutcome.Banned };
        }

        if (State.Connection == request.Connection && CryptographicOperations.FixedTimeEquals(request.NextHash, State.TokenHash))
        {
            // The answer to the first try was lost, or its room turned out not to be: say again what holds.
            return Resumed(State.LastChat is { } last && _endTold is { } told && told.Match == last.Match ? told : null);
        }

        var askedAt = request.AskedAt ?? Now;
        var tooLate = State.AwaySince is { } since && Now - since >= services.Options.Grace;
        if (!State.Known || tooLate || !await IsToken(request.PresentedHash, askedAt))
        {
            return new() { Outcome = ResumeOutcome.Unknown };
        }

        var (former, ended) = (State.Connection, State.EndedWhileAway);
        await Save(State with
        {
            Epoch = State.Epoch + 1,
            Connection = request.Connection,
            AwaySince = null,
            TokenHash = request.NextHash,
            PreviousTokenHash = request.PresentedHash,
            ResumedAt = askedAt,
            EndedWhileAway = null,
        });
        graceAlarm.Cancel();
        if (former is { } old && old != request.Connection)
        {
            services.Outbox.Push(old, new CloseEvent(CloseCause.Superseded));
        }

        if (State.Ticket is { } ticket)
        {
            TellHome(ticket, home => home.Return(ticket));
        }

        _endTold = ended;
        return Resumed(ended);
    }

    public async Task<SeatReference?> Detach(Departure departure)
    {
        var isPresent = departure.Epoch is { } epoch ? epoch == State.Epoch : State.Connection == departure.Connection || State.AwaySince is not null;
        if (!isPresent)
        {
            return null;
        }

        if (State.AwaySince is null)
        {
            var missedEnd = departure.InChat is { } match && State.LastChat?.Match == match ? new ChatEndedEvent(match, State.LastChatReason) : null;
            await Save(State with
            {
                Connection = null,
                AwaySince = Now,
                PreviousTokenHash = departure.Heard ? null : State.PreviousTokenHash,
                EndedWhileAway = missedEnd,
            });
            graceAlarm.Set(services.Options.Grace);
        }

        return State.Chat is { } chat ? new SeatReference(chat.Match, State.Epoch) : null;
    }

    /// <summary>The grace period may be over: forget a person who has not come back.</summary>
    public async Task OnGraceAlarm()
    {
        if (State.AwaySince is not { } since)
        {
            return;
        }

        var left = since + services.Options.Grace - Now;
        if (left > TimeSpan.Zero)
        {
            graceAlarm.Set(left);
            return;
        }

        if (State.Chat is { } chat)
        {
            // The room ends the chat by itself, unless it does not know that the person is away.
            services.Peers.Room(chat.Match).Detach(id, State.Epoch).Ignore();
            graceAlarm.Set(TimeSpan.FromSeconds(1));
            return;
        }

        if (_reservation is not null)
        {
            AskRoomIfOverdue();
            graceAlarm.Set(TimeSpan.FromSeconds(1));
            return;
        }

        if (State.Ticket is { } ticket)
        {
            TellHome(ticket, home => home.Leave(ticket.Id));
        }

        if (!State.Banned)
        {
            await record.Clear();
        }

        retire();
    }

    private ResumeResult Resumed(ChatEndedEvent? ended) => new()
    {
        Outcome = ResumeOutcome.Resumed,
        Epoch = State.Epoch,
        Status = State.Status,
        Search = State.Ticket is null ? null : new SearchingEvent(State.Ticket.Id, State.ToldTier, WaitedMs(State.Ticket)),
        Match = State.Chat?.Match,
        EndedWhileAway = ended,
    };

    /// <summary>
    /// The token before counts for who never got the welcome with the present one; their gateway may not have noticed yet that they went.
    /// A socket that its client gave up, and whose call is heard after the next one's, shows that token too: it is the older one.
    /// </summary>
    private async Task<bool> IsToken(byte[] presented, DateTimeOffset askedAt)
    {
        if (CryptographicOperations.FixedTimeEquals(presented, State.TokenHash))
        {
            return true;
        }

        return State.PreviousTokenHash is { } previous
            && CryptographicOperations.FixedTimeEquals(presented, previous)
            && !(askedAt < State.ResumedAt)
            && (IsAway || State.Connection is not { } connection || !await services.Gateways.Heard(connection));
    }
}
