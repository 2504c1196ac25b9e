using System.Collections.Immutable;
using Whisper.Sessions;

namespace Whisper.Matching;

/// <summary>Somebody the holder of a ticket must not be matched with.</summary>
/// <param name="Session">The other person.</param>
/// <param name="Until">When the exclusion ends; <see cref="DateTimeOffset.MaxValue"/> for a block.</param>
[GenerateSerializer, Immutable, Alias("whisper.exclusion")]
public readonly record struct Exclusion([property: Id(0)] SessionId Session, [property: Id(1)] DateTimeOffset Until);

/// <summary>One search. Its clock starts at <see cref="Since"/> and never restarts.</summary>
[GenerateSerializer, Immutable, Alias("whisper.ticket")]
public sealed record Ticket
{
    /// <summary>Which search this is.</summary>
    [Id(0)] public required TicketId Id { get; init; }

    /// <summary>Whose search this is.</summary>
    [Id(1)] public required SessionId Session { get; init; }

    /// <summary>What the person is interested in.</summary>
    [Id(2)] public required InterestSet Interests { get; init; }

    /// <summary>When the search began (UTC).</summary>
    [Id(3)] public required DateTimeOffset Since { get; init; }

    /// <summary>Whom the person must not meet: blocked people and the partner just left.</summary>
    [Id(4)] public ImmutableArray<Exclusion> Exclusions { get; init; } = [];

    /// <summary>The bucket that decides about this ticket.</summary>
    public BucketId Home => Interests.Home;

    /// <summary>Whether two tickets may be matched at <paramref name="now"/> as far as the people go; interests are not looked at.</summary>
    public bool MayMeet(Ticket other, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Session != other.Session && !Excludes(other.Session, now) && !other.Excludes(Session, now);
    }

    private bool Excludes(SessionId session, DateTimeOffset now)
    {
        foreach (var exclusion in Exclusions)
        {
            if (exclusion.Session == session && exclusion.Until > now)
            {
                return true;
            }
        }

        return false;
    }
}
