using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Sessions;

/// <summary>
/// The one authority on what a person is doing (key: session id). Activated by the first intent, not by a connection.
/// Every change is a compare-and-set on the ticket or match, stored before anyone is told. A session waits only for its
/// store and for a bucket to take its ticket, so that no cycle of calls can form.
/// </summary>
[Alias("whisper.user-session")]
public interface IUserSession : IGrainWithGuidKey
{
    /// <summary>Starts a search. Also tells the session of its connection, the first time.</summary>
    [Alias("find")]
    Task<IntentOutcome> Find(FindRequest request);

    /// <summary>Stops this search, and no later one. Safe to repeat.</summary>
    [Alias("cancel")]
    Task<IntentOutcome> Cancel(long epoch, TicketId ticket);

    /// <summary>Takes the session up on a new socket; the old one is closed as superseded.</summary>
    [Alias("resume")]
    Task<ResumeResult> Resume(ResumeRequest request);

    /// <summary>A connection dropped. Answers with the seat that must be given up; null when there is none, or a newer connection.</summary>
    [Alias("detach")]
    Task<SeatReference?> Detach(Departure departure);

    /// <summary>What a gateway believes; what its person missed is on its way. Safe to repeat.</summary>
    [Alias("assert")]
    Task<SessionStanding> Assert(SessionAssertion assertion);

    /// <summary>Holds the session for a match.</summary>
    [Alias("reserve")]
    Task<ReserveOutcome> Reserve(TicketId ticket, MatchId match);

    /// <summary>Undoes a reservation, or a commit of a room that could not be opened.</summary>
    [Alias("release")]
    Task Release(TicketId ticket, MatchId match);

    /// <summary>Makes a reserved session chat. Safe to repeat.</summary>
    [Alias("commit")]
    Task<CommitResult> Commit(TicketId ticket, MatchId match, SessionId partner);

    /// <summary>The ticket has entered tier 2; told to the person once.</summary>
    [Alias("escalate")]
    Task Escalate(TicketId ticket);

    /// <summary>The ticket's time is up. <see cref="ReserveOutcome.Busy"/> when a match is being made: ask again.</summary>
    [Alias("expire")]
    Task<ReserveOutcome> Expire(TicketId ticket);

    /// <summary>The match is over: the session is idle, and its person is told, or will be when they are back. Safe to repeat.</summary>
    [Alias("chat-ended")]
    Task ChatEnded(MatchId match, ChatEndReason reason);

    /// <summary>Never match with the partner of that <see cref="RecentChat"/> again. Returns the chat; null when there is none to speak of.</summary>
    [Alias("block")]
    Task<ChatReference?> Block(long epoch, MatchId? match);

    /// <summary>The chat that is meant, while it goes on and for five minutes after its end; without a match, the last that ended.</summary>
    [Alias("recent-chat")]
    Task<ChatReference?> RecentChat(long epoch, MatchId? match);

    /// <summary>Bans the session: closes its socket and refuses it from now on. Returns the match it was in.</summary>
    [Alias("ban")]
    Task<MatchId?> Ban();
}
