using System.Collections.Immutable;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Grains.Events;

/// <summary>Something that happened and is worth counting later. Nothing here tells who, or what about.</summary>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("whisper.platform-event")]
public abstract record PlatformEvent([property: Id(0)] DateTimeOffset At)
{
    /// <summary>Its name where events are stored and counted, in snake case.</summary>
    public abstract string Kind { get; }

    /// <summary>The match or the search that it is about.</summary>
    public abstract Guid Subject { get; }

    /// <summary>One kind of event happens once to one subject: however often it is told, it is the same.</summary>
    public string Id => $"{Kind}:{Subject:N}";
}

/// <summary>Two people were told of their match.</summary>
/// <param name="At">When the room was opened.</param>
/// <param name="Match">The match.</param>
/// <param name="Tier">How it was made.</param>
/// <param name="Shared">How many interests they share.</param>
/// <param name="FirstWaited">From the start of one's search to the match.</param>
/// <param name="SecondWaited">The same of the other.</param>
[GenerateSerializer, Immutable, Alias("whisper.platform-event.match-made")]
public sealed record MatchMade(
    DateTimeOffset At,
    [property: Id(0)] MatchId Match,
    [property: Id(1)] Tier Tier,
    [property: Id(2)] int Shared,
    [property: Id(3)] TimeSpan FirstWaited,
    [property: Id(4)] TimeSpan SecondWaited) : PlatformEvent(At)
{
    /// <inheritdoc />
    public override string Kind => "match_made";

    /// <inheritdoc />
    public override Guid Subject => Match.Value;
}

/// <summary>A search found nobody in time.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Ticket">The search.</param>
/// <param name="Waited">From its start to its end.</param>
[GenerateSerializer, Immutable, Alias("whisper.platform-event.search-timed-out")]
public sealed record SearchTimedOut(DateTimeOffset At, [property: Id(0)] TicketId Ticket, [property: Id(1)] TimeSpan Waited) : PlatformEvent(At)
{
    /// <inheritdoc />
    public override string Kind => "search_timed_out";

    /// <inheritdoc />
    public override Guid Subject => Ticket.Value;
}

/// <summary>A chat is over, and is stored as over.</summary>
/// <param name="At">When that was.</param>
/// <param name="Match">The match.</param>
/// <param name="Cause">Left, lost or operator.</param>
/// <param name="Lasted">From the opening of the room.</param>
/// <param name="Messages">How many messages both wrote, as far as the room knows: one that moved to another silo may know of fewer.</param>
[GenerateSerializer, Immutable, Alias("whisper.platform-event.chat-ended")]
public sealed record ChatEnded(
    DateTimeOffset At, [property: Id(0)] MatchId Match, [property: Id(1)] string Cause, [property: Id(2)] TimeSpan Lasted, [property: Id(3)] long Messages)
    : PlatformEvent(At)
{
    /// <inheritdoc />
    public override string Kind => "chat_ended";

    /// <inheritdoc />
    public override Guid Subject => Match.Value;
}

/// <summary>Events that are published together.</summary>
/// <param name="Id">Drawn once, for all attempts to publish it.</param>
/// <param name="Events">In the order they happened in one silo.</param>
[GenerateSerializer, Immutable, Alias("whisper.platform-event-batch")]
public sealed record PlatformEventBatch([property: Id(0)] Guid Id, [property: Id(1)] ImmutableArray<PlatformEvent> Events) : IStreamedMessage
{
    /// <inheritdoc />
    public string MessageId => $"events-{Id:N}";
}
