using System.Collections.Immutable;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Delivery;

/// <summary>Something a silo tells a client. The gateway turns it into a frame, or into a close code.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event")]
public abstract record ClientEvent;

/// <summary>The search has reached a tier.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.searching")]
public sealed record SearchingEvent([property: Id(0)] TicketId Ticket, [property: Id(1)] Tier Tier, [property: Id(2)] long WaitedMs) : ClientEvent;

/// <summary>Nobody was found in time; the session is idle again.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.match-timeout")]
public sealed record MatchTimeoutEvent([property: Id(0)] TicketId Ticket, [property: Id(1)] long WaitedMs) : ClientEvent;

/// <summary>A cancel that had to wait for a reservation took effect.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.match-cancelled")]
public sealed record MatchCancelledEvent([property: Id(0)] TicketId Ticket) : ClientEvent;

/// <summary>The session is chatting.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.match-found")]
public sealed record MatchFoundEvent(
    [property: Id(0)] MatchId Match, [property: Id(1)] Tier Tier, [property: Id(2)] ImmutableArray<string> Shared) : ClientEvent
{
    /// <summary>The match, never the interests.</summary>
    public override string ToString() => $"{nameof(MatchFoundEvent)} {Match}";
}

/// <summary>The partner's message.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.message")]
public sealed record MessageEvent(
    [property: Id(0)] MatchId Match,
    [property: Id(1)] long N,
    [property: Id(2)] PrivateText Text,
    [property: Id(3)] long AtMs,
    [property: Id(4)] string Mac) : ClientEvent;

/// <summary>The partner's client has acknowledged everything up to <paramref name="N"/>.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.delivered")]
public sealed record DeliveredEvent([property: Id(0)] MatchId Match, [property: Id(1)] long N) : ClientEvent;

/// <summary>The room lacks messages from <paramref name="Expected"/> on that this client once sent: send them again.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.message-gap")]
public sealed record MessageGapEvent([property: Id(0)] MatchId Match, [property: Id(1)] long Expected) : ClientEvent;

/// <summary>The partner started or stopped typing.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.typing")]
public sealed record TypingEvent([property: Id(0)] MatchId Match, [property: Id(1)] bool On) : ClientEvent;

/// <summary>The partner's connection dropped, or came back. <paramref name="GraceMs"/> is what is left of the grace period while away.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.partner")]
public sealed record PartnerEvent([property: Id(0)] MatchId Match, [property: Id(1)] bool Away, [property: Id(2)] long GraceMs) : ClientEvent;

/// <summary>The chat is over and the session idle.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.chat-ended")]
public sealed record ChatEndedEvent([property: Id(0)] MatchId Match, [property: Id(1)] ChatEndReason Reason) : ClientEvent;

/// <summary>The room of this chat has left its silo: the gateway should vouch for its person again, which opens it elsewhere. The person hears nothing.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.room-moved")]
public sealed record RoomMovedEvent([property: Id(0)] MatchId Match) : ClientEvent;

/// <summary>The socket has to go.</summary>
[GenerateSerializer, Immutable, Alias("whisper.event.close")]
public sealed record CloseEvent([property: Id(0)] CloseCause Cause) : ClientEvent;

/// <summary>Why a silo has a socket closed.</summary>
[GenerateSerializer, Alias("whisper.close-cause")]
public enum CloseCause
{
    /// <summary>A newer socket took the session over (4401).</summary>
    Superseded = 0,

    /// <summary>The session was banned (4403).</summary>
    Banned = 1,
}
