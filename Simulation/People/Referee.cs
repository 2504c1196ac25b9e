using System.Globalization;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Simulation.People;

/// <summary>Looks at every match as its people see it, and notes what must not happen.</summary>
internal sealed class Referee(MatchingOptions clock)
{
    // what the way to a client, and meeting another reservation at the last moment, may add
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1.5);

    private readonly Dictionary<MatchId, Pair> _pairs = [];
    private readonly List<string> _violations = [];

    /// <summary>What went wrong, at most a hundred of it.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Matches whose people have not all heard of the end.</summary>
    public int OpenMatches => _pairs.Count;

    /// <summary>Somebody was told of a match.</summary>
    public void Matched(Person person, MatchFoundEvent found, TimeSpan waited)
    {
        Require(person.Match is null, person, "is in two matches");
        Require(found.Tier == Tier.Exact || waited >= clock.Tier2After, person, $"was matched by overlap after {Seconds(waited)}");
        Require(waited <= clock.Timeout + Margin, person, $"was matched after {Seconds(waited)}");
        Require(found.Shared.All(person.Interests.Values.Contains), person, "was matched by an interest of others");
        if (!_pairs.TryGetValue(found.Match, out var pair))
        {
            _pairs[found.Match] = new Pair(person, found.Tier);
            return;
        }

        Require(pair.Second is null && pair.First != person, person, "is in a match of more than two, or twice in one");
        pair.Second = person;
        Require(pair.Tier == found.Tier, person, "was told of another tier than the partner");
        var (one, other) = (pair.First.Interests, person.Interests);
        Require(found.Tier == Tier.Exact ? one.Equals(other) : one.Shared(other).Length > 0, person, "does not fit the partner");
    }

    /// <summary>Somebody is not in a match any more.</summary>
    public void Left(MatchId match)
    {
        if (_pairs.TryGetValue(match, out var pair) && (pair.Second is null || ++pair.Left == 2))
        {
            _pairs.Remove(match);
        }
    }

    /// <summary>Somebody was told that nobody was found.</summary>
    public void TimedOut(Person person, TimeSpan waited) =>
        Require(waited >= clock.Timeout && waited <= clock.Timeout + Margin, person, $"was told after {Seconds(waited)} that nobody was found");

    /// <summary>Somebody did not get the answer that their state demands.</summary>
    public void Refused(Person person, string what) => Require(false, person, what);

    private static string Seconds(TimeSpan waited) => string.Create(CultureInfo.InvariantCulture, $"{waited.TotalSeconds:f3} s");

    private void Require(bool holds, Person person, string otherwise)
    {
        if (!holds && _violations.Count < 100)
        {
            _violations.Add($"{person.Id} {otherwise}.");
        }
    }

    private sealed class Pair(Person first, Tier tier)
    {
        public Person First => first;

        public Tier Tier => tier;

        public Person? Second { get; set; }

        public int Left { get; set; }
    }
}
