using System.Collections.Immutable;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Sessions;

/// <summary>A chat that a session is in or was in.</summary>
/// <param name="Match">Which.</param>
/// <param name="Partner">With whom.</param>
/// <param name="Ticket">The search that led to it.</param>
/// <param name="Search">That search while the chat lasts, to go back to when its room could not be opened after all.</param>
[GenerateSerializer, Immutable, Alias("whisper.state.session-chat")]
internal sealed record SessionChat(
    [property: Id(0)] MatchId Match, [property: Id(1)] SessionId Partner, [property: Id(2)] TicketId Ticket, [property: Id(3)] Ticket? Search)
{
    /// <summary>The match, never the interests.</summary>
    public override string ToString() => $"{nameof(SessionChat)} {Match}";
}

/// <summary>What is stored of a session.</summary>
[GenerateSerializer, Immutable, Alias("whisper.state.session")]
internal sealed record SessionState
{
    /// <summary>0 while nothing is known of the session.</summary>
    [Id(0)] public long Epoch { get; init; }

    [Id(1)] public byte[] TokenHash { get; init; } = [];

    /// <summary>The token before, which counts while nothing was heard over the connection that got the present one.</summary>
    [Id(2)] public byte[]? PreviousTokenHash { get; init; }

    [Id(3)] public ConnectionRef? Connection { get; init; }

    /// <summary>When the connection was lost; null while there is one.</summary>
    [Id(4)] public DateTimeOffset? AwaySince { get; init; }

    /// <summary>The search under way; <see cref="Chat"/> is null then.</summary>
    [Id(5)] public Ticket? Ticket { get; init; }

    /// <summary>The highest tier the person was told of.</summary>
    [Id(6)] public Tier ToldTier { get; init; } = Tier.Exact;

    /// <summary>The chat under way; <see cref="Ticket"/> is null then.</summary>
    [Id(7)] public SessionChat? Chat { get; init; }

    [Id(8)] public SessionChat? LastChat { get; init; }

    [Id(9)] public DateTimeOffset LastChatEnded { get; init; }

    /// <summary>An end that the person has not been told of, because they were away.</summary>
    [Id(10)] public ChatEndedEvent? EndedWhileAway { get; init; }

    [Id(11)] public ImmutableArray<Exclusion> Exclusions { get; init; } = [];

    [Id(12)] public bool Banned { get; init; }

    /// <summary>Why <see cref="LastChat"/> ended.</summary>
    [Id(13)] public ChatEndReason LastChatReason { get; init; }

    /// <summary>How long the last search that timed out had lasted, in milliseconds.</summary>
    [Id(14)] public long TimedOutAfterMs { get; init; }

    /// <summary>The last search that its person cancelled.</summary>
    [Id(15)] public TicketId? Cancelled { get; init; }

    /// <summary>When the present connection asked to take the session up; null for the session's first.</summary>
    [Id(16)] public DateTimeOffset? ResumedAt { get; init; }

    public bool Known => Epoch > 0;

    public SessionStatus Status => Chat is not null ? SessionStatus.Chatting : Ticket is not null ? SessionStatus.Searching : SessionStatus.Idle;

    /// <summary>The state's kind, never the interests.</summary>
    public override string ToString() => $"{Status} epoch {Epoch}";
}
