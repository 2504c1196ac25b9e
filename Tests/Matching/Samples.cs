using System.Collections.Immutable;
using CsCheck;
using Whisper.Matching;
using Whisper.Sessions;

namespace Whisper.Tests.Matching;

/// <summary>Tickets for tests, from a handful of interests, people and seconds so that they collide often.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Names = ["anime", "books", "chess", "diving", "esports", "films", "go", "hiking"];
    private static readonly SessionId[] People = [.. Enumerable.Range(0, 10).Select(_ => SessionId.New())];

    public static readonly Gen<Ticket> Tickets =
        from interests in Gen.Shuffle(Names, InterestRules.MinCount, InterestRules.MaxCount)
        from person in Gen.Int[0, 9]
        from since in Gen.Int[0, 5]
        from exclusions in Gen.Select(Gen.Int[0, 9], Gen.Int[0, 60]).Array[0, 3]
        select Of(interests, since, People[person]) with
        {
            Exclusions = [.. exclusions.Select(e => new Exclusion(People[e.Item1], Start.AddSeconds(e.Item2)))],
        };

    public static InterestSet Set(params string[] interests) =>
        InterestSet.TryCreate(interests, out var set) ? set : throw new ArgumentException("not a set of interests", nameof(interests));

    public static Ticket Of(string interests, double since = 0) => Of(interests.Split(' '), since);

    public static Ticket Of(string[] interests, double since = 0, SessionId? session = null) => new()
    {
        Id = TicketId.New(),
        Session = session ?? SessionId.New(),
        Interests = Set(interests),
        Since = Start.AddSeconds(since),
    };

    public static Ticket Excluding(this Ticket ticket, Ticket other, double untilSecond) =>
        ticket with { Exclusions = ImmutableArray.Create(new Exclusion(other.Session, Start.AddSeconds(untilSecond))) };
}
