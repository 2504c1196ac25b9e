using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Sessions;

/// <summary>What a person is doing.</summary>
[GenerateSerializer, Alias("whisper.session-status")]
public enum SessionStatus
{
    /// <summary>Nothing.</summary>
    Idle = 0,

    /// <summary>Waiting for a partner.</summary>
    Searching = 1,

    /// <summary>In a chat.</summary>
    Chatting = 2,
}

/// <summary>The connection that speaks for a session.</summary>
/// <param name="Connection">Where it is.</param>
/// <param name="Epoch">Counts the session's connections; an older one never overrides a newer one.</param>
/// <param name="TokenHash">SHA-256 of the resume token's secret.</param>
[GenerateSerializer, Immutable, Alias("whisper.attachment")]
public sealed record Attachment([property: Id(0)] ConnectionRef Connection, [property: Id(1)] long Epoch, [property: Id(2)] byte[] TokenHash);

/// <summary>Starts a search.</summary>
/// <param name="Attachment">The connection that asks.</param>
/// <param name="Interests">What to search for.</param>
/// <param name="Ticket">Drawn by the gateway, so that a repeated call starts one search.</param>
/// <param name="SentAt">When the gateway sent it, by its clock; null: just now.</param>
[GenerateSerializer, Immutable, Alias("whisper.find-request")]
public sealed record FindRequest(
    [property: Id(0)] Attachment Attachment,
    [property: Id(1)] InterestSet Interests,
    [property: Id(2)] TicketId Ticket,
    [property: Id(3)] DateTimeOffset? SentAt = null);

/// <summary>The answer to an intent.</summary>
[GenerateSerializer, Alias("whisper.intent-outcome")]
public enum IntentOutcome
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>The session is not in a state that allows it; nothing changed.</summary>
    InvalidState = 1,

    /// <summary>A match is being made; a <see cref="MatchCancelledEvent"/> or a <see cref="MatchFoundEvent"/> will tell.</summary>
    Deferred = 2,

    /// <summary>The connection is not the session's newest.</summary>
    Superseded = 3,

    /// <summary>The session was banned.</summary>
    Banned = 4,
}

/// <summary>A new socket shows a resume token.</summary>
/// <param name="Connection">The new socket.</param>
/// <param name="PresentedHash">SHA-256 of the secret it showed.</param>
/// <param name="NextHash">SHA-256 of the secret that replaces it.</param>
/// <param name="AskedAt">When the client asked, by its gateway's clock: of two sockets that show the same token the later one is the client's; null: just now.</param>
[GenerateSerializer, Immutable, Alias("whisper.resume-request")]
public sealed record ResumeRequest(
    [property: Id(0)] ConnectionRef Connection,
    [property: Id(1)] byte[] PresentedHash,
    [property: Id(2)] byte[] NextHash,
    [property: Id(3)] DateTimeOffset? AskedAt = null);

/// <summary>What became of a resume.</summary>
[GenerateSerializer, Alias("whisper.resume-outcome")]
public enum ResumeOutcome
{
    /// <summary>The session goes on over the new socket.</summary>
    Resumed = 0,

    /// <summary>No such session, wrong token, or too late.</summary>
    Unknown = 1,

    /// <summary>The session was banned.</summary>
    Banned = 2,
}

/// <summary>A resumed session's state.</summary>
[GenerateSerializer, Immutable, Alias("whisper.resume-result")]
public sealed record ResumeResult
{
    /// <summary>What became of it; the rest means something only when resumed.</summary>
    [Id(0)] public required ResumeOutcome Outcome { get; init; }

    /// <summary>The new connection's epoch.</summary>
    [Id(1)] public long Epoch { get; init; }

    /// <summary>What the person is doing.</summary>
    [Id(2)] public SessionStatus Status { get; init; }

    /// <summary>While searching: the tier and how long the person has waited.</summary>
    [Id(3)] public SearchingEvent? Search { get; init; }

    /// <summary>While chatting: the match, whose room the connection must attach to.</summary>
    [Id(4)] public MatchId? Match { get; init; }

    /// <summary>A chat that ended while the person was away, told once.</summary>
    [Id(5)] public ChatEndedEvent? EndedWhileAway { get; init; }
}

/// <summary>What became of a reservation.</summary>
[GenerateSerializer, Alias("whisper.reserve-outcome")]
public enum ReserveOutcome
{
    /// <summary>The session is this match's until it is committed or released.</summary>
    Reserved = 0,

    /// <summary>Another match has reserved the session; it may come back.</summary>
    Busy = 1,

    /// <summary>The person is away; the session tells its home bucket when they return.</summary>
    Away = 2,

    /// <summary>The search is over.</summary>
    Gone = 3,
}

/// <summary>A committed session's connection; null while the person is away.</summary>
[GenerateSerializer, Immutable, Alias("whisper.commit-result")]
public sealed record CommitResult([property: Id(0)] bool Committed, [property: Id(1)] ConnectionRef? Connection, [property: Id(2)] long Epoch);

/// <summary>The chat that a report or a block is about.</summary>
[GenerateSerializer, Immutable, Alias("whisper.chat-reference")]
public sealed record ChatReference([property: Id(0)] MatchId Match, [property: Id(1)] SessionId Partner, [property: Id(2)] bool Ongoing);

/// <summary>A connection is gone.</summary>
/// <param name="Connection">Which.</param>
/// <param name="Epoch">Its epoch; null when the gateway was never told, because the answer to a resume did not come.</param>
/// <param name="Heard">Whether the client sent anything after its welcome; if not, the welcome may be lost and the token before it still counts.</param>
/// <param name="InChat">The match whose end this connection was not told of; if it has ended, the person is told on return.</param>
[GenerateSerializer, Immutable, Alias("whisper.departure")]
public sealed record Departure(
    [property: Id(0)] ConnectionRef Connection, [property: Id(1)] long? Epoch, [property: Id(2)] bool Heard, [property: Id(3)] MatchId? InChat);

/// <summary>One side of a chat, as a session's connection holds it.</summary>
[GenerateSerializer, Immutable, Alias("whisper.seat-reference")]
public readonly record struct SeatReference([property: Id(0)] MatchId Match, [property: Id(1)] long Epoch);

/// <summary>Where a session stands. <see cref="Match"/>: the chat it is in, whose room has to be asked too.</summary>
[GenerateSerializer, Immutable, Alias("whisper.session-standing")]
public readonly record struct SessionStanding([property: Id(0)] AssertOutcome Outcome, [property: Id(1)] MatchId? Match);
