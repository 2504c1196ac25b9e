using System.Collections.Immutable;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Sessions;

namespace Whisper.Rooms;

/// <summary>One of the two participants of a match that is being made.</summary>
/// <param name="Session">Who.</param>
/// <param name="Ticket">Their search.</param>
/// <param name="Waited">How long they have searched.</param>
[GenerateSerializer, Immutable, Alias("whisper.open-seat")]
public sealed record OpenSeat([property: Id(0)] SessionId Session, [property: Id(1)] TicketId Ticket, [property: Id(2)] TimeSpan Waited = default);

/// <summary>Opens a room for two sessions that are both reserved for this match.</summary>
[GenerateSerializer, Immutable, Alias("whisper.open-room")]
public sealed record OpenRoom(
    [property: Id(0)] Tier Tier, [property: Id(1)] ImmutableArray<string> Shared, [property: Id(2)] OpenSeat First, [property: Id(3)] OpenSeat Second)
{
    /// <summary>The seats, never the interests.</summary>
    public override string ToString() => $"{nameof(OpenRoom)} {First.Session} {Second.Session}";
}

/// <summary>What became of an attempt to open a room.</summary>
[GenerateSerializer, Alias("whisper.open-outcome")]
public enum OpenOutcome
{
    /// <summary>Both sessions are chatting and have been told.</summary>
    Opened = 0,

    /// <summary>One of the reservations no longer held; both sessions are released.</summary>
    Refused = 1,
}

/// <summary>One message of one sender.</summary>
/// <param name="From">Who.</param>
/// <param name="N">Its number among this sender's messages.</param>
/// <param name="Text">What it says.</param>
/// <param name="Delivered">Highest own message that the sender was told is delivered, from which a room that was activated elsewhere goes on.</param>
[GenerateSerializer, Immutable, Alias("whisper.post")]
public sealed record Post(
    [property: Id(0)] SessionId From, [property: Id(1)] long N, [property: Id(2)] PrivateText Text, [property: Id(3)] long Delivered = 0);

/// <summary>What became of a message.</summary>
[GenerateSerializer, Alias("whisper.post-outcome")]
public enum PostOutcome
{
    /// <summary>Taken, and on its way to the partner.</summary>
    Accepted = 0,

    /// <summary>Already taken earlier; nothing changed.</summary>
    Repeat = 1,

    /// <summary>An earlier message is missing: <see cref="PostResult.Expected"/>.</summary>
    Gap = 2,

    /// <summary>Too many messages wait for the partner's acknowledgement; not taken.</summary>
    Full = 3,

    /// <summary>There is no such open chat with this sender in it.</summary>
    NotInChat = 4,
}

/// <summary>The answer to a message. <see cref="Expected"/> is the sender's next number that will be taken.</summary>
[GenerateSerializer, Immutable, Alias("whisper.post-result")]
public readonly record struct PostResult([property: Id(0)] PostOutcome Outcome, [property: Id(1)] long Expected);

/// <summary>A session's connection takes its seat, after a resume.</summary>
/// <param name="Session">Who.</param>
/// <param name="Connection">Where.</param>
/// <param name="Epoch">The session's epoch; an older one never overrides a newer one.</param>
/// <param name="Received">Highest partner message that this client has shown.</param>
[GenerateSerializer, Immutable, Alias("whisper.room-attach")]
public sealed record RoomAttach(
    [property: Id(0)] SessionId Session, [property: Id(1)] ConnectionRef Connection, [property: Id(2)] long Epoch, [property: Id(3)] long Received);

/// <summary>What a resuming client needs to know of its chat.</summary>
[GenerateSerializer, Immutable, Alias("whisper.chat-snapshot")]
public sealed record ChatSnapshot
{
    /// <summary>How the match was made.</summary>
    [Id(0)] public required Tier Tier { get; init; }

    /// <summary>The common interests, sorted.</summary>
    [Id(1)] public required ImmutableArray<string> Shared { get; init; }

    /// <summary>Highest own message the room took.</summary>
    [Id(2)] public required long Accepted { get; init; }

    /// <summary>Highest partner message that this client acknowledged.</summary>
    [Id(3)] public required long Received { get; init; }

    /// <summary>What the connection must be sent right after its welcome, in order.</summary>
    [Id(4)] public required ImmutableArray<ClientEvent> Backlog { get; init; }

    /// <summary>Set when the chat ended while the person was on the way back: they are idle, and told after the welcome.</summary>
    [Id(5)] public ChatEndedEvent? Ended { get; init; }

    /// <summary>Highest own message that the partner's client acknowledged; null while a room that was activated elsewhere does not know.</summary>
    [Id(6)] public long? Delivered { get; init; }

    /// <summary>The counters, never the interests or texts.</summary>
    public override string ToString() => $"{nameof(ChatSnapshot)} accepted {Accepted} received {Received}";
}

/// <summary>A gateway vouches for one side of a chat.</summary>
/// <param name="Session">Who.</param>
/// <param name="Connection">Where.</param>
/// <param name="Epoch">The connection's epoch.</param>
/// <param name="Chat">What the person was told; null when they were not told of the match.</param>
[GenerateSerializer, Immutable, Alias("whisper.room-assertion")]
public sealed record RoomAssertion(
    [property: Id(0)] SessionId Session, [property: Id(1)] ConnectionRef Connection, [property: Id(2)] long Epoch, [property: Id(3)] ChatAssertion? Chat);

/// <summary>What an assertion met in a room.</summary>
[GenerateSerializer, Alias("whisper.room-assert-outcome")]
public enum RoomAssertOutcome
{
    /// <summary>The person sits there, and what they missed is on its way.</summary>
    Seated = 0,

    /// <summary>A newer connection sits there.</summary>
    Superseded = 1,

    /// <summary>There is no open chat with this person in it: the session knows better.</summary>
    NotHere = 2,
}
