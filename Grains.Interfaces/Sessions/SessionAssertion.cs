using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Sessions;

/// <summary>What a gateway believes of a session that it holds a connection of.</summary>
[GenerateSerializer, Immutable, Alias("whisper.session-assertion")]
public sealed record SessionAssertion
{
    /// <summary>Whose.</summary>
    [Id(0)] public required SessionId Session { get; init; }

    /// <summary>Its connection.</summary>
    [Id(1)] public required ConnectionRef Connection { get; init; }

    /// <summary>The connection's epoch.</summary>
    [Id(2)] public required long Epoch { get; init; }

    /// <summary>The search that the person was told of; null when they are not searching.</summary>
    [Id(3)] public TicketId? Ticket { get; init; }

    /// <summary>The tier they were told of.</summary>
    [Id(4)] public Tier Tier { get; init; } = Tier.Exact;

    /// <summary>Whether they have asked to stop and wait for what a reservation comes to.</summary>
    [Id(5)] public bool CancelDeferred { get; init; }

    /// <summary>What they were told of their chat; null when they are not chatting.</summary>
    [Id(6)] public ChatAssertion? Chat { get; init; }
}

/// <summary>What a gateway believes of one side of a chat.</summary>
/// <param name="Match">Which chat.</param>
/// <param name="Accepted">Highest own message that the room took.</param>
/// <param name="Delivered">Highest own message that the person was told is delivered; null when this gateway was never told.</param>
/// <param name="Acked">Highest partner message that the person's client has acknowledged.</param>
/// <param name="PartnerAway">Whether the person sees the partner as away.</param>
/// <param name="Given">Highest partner message up to which their client was given all; null of a gateway that does not count that.</param>
[GenerateSerializer, Immutable, Alias("whisper.chat-assertion")]
public sealed record ChatAssertion(
    [property: Id(0)] MatchId Match,
    [property: Id(1)] long Accepted,
    [property: Id(2)] long? Delivered,
    [property: Id(3)] long Acked,
    [property: Id(4)] bool PartnerAway,
    [property: Id(5)] long? Given = null);

/// <summary>What an assertion met.</summary>
[GenerateSerializer, Alias("whisper.assert-outcome")]
public enum AssertOutcome
{
    /// <summary>It holds, or what the gateway missed is on its way.</summary>
    Known = 0,

    /// <summary>The session has a newer connection.</summary>
    Superseded = 1,

    /// <summary>There is no such session any more: the connection has to begin anew.</summary>
    Gone = 2,

    /// <summary>The cluster could not say now.</summary>
    Unanswered = 3,
}
