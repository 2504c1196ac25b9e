using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Model;

internal enum SearchEnd
{
    None,
    Matched,
    TimedOut,
    Cancelled,

    /// <summary>The person came back and the search was over.</summary>
    Lost,
}

/// <summary>One search as its person lived it.</summary>
internal sealed class Search(TicketId ticket, SessionId session, InterestSet interests, TimeProvider time)
{
    public TicketId Ticket => ticket;

    public SessionId Session => session;

    public InterestSet Interests => interests;

    public DateTimeOffset Since { get; } = time.GetUtcNow();

    public DateTimeOffset Until { get; private set; } = DateTimeOffset.MaxValue;

    public SearchEnd Outcome { get; private set; }

    public MatchId? Match { get; private set; }

    /// <summary>Unknown when the person only heard of the match after its end.</summary>
    public Tier? Tier { get; private set; }

    public bool WasAway { get; set; }

    /// <summary>Whom the session would not meet when the search began.</summary>
    public HashSet<SessionId> Excluded { get; } = [];

    public bool IsOpen => Outcome == SearchEnd.None;

    public TimeSpan Waited => Until - Since;

    public override string ToString() => $"{session} [{string.Join(' ', interests.Values)}] {Since:mm:ss.fff} to {Until:mm:ss.fff} {Outcome}{(WasAway ? " away" : "")} {Match}";

    public void Matched(MatchId match, Tier? tier)
    {
        (Match, Tier) = (match, tier);
        End(SearchEnd.Matched);
    }

    public void End(SearchEnd outcome) => (Outcome, Until) = (outcome, time.GetUtcNow());
}

/// <summary>Everything that happened in a run, and what must hold of it.</summary>
internal sealed class History(SimScheduler scheduler)
{
    private readonly List<Search> _searches = [];
    private readonly Dictionary<SessionId, MatchId> _chatting = [];
    private readonly HashSet<(SessionId, SessionId)> _blocks = [];
    private readonly List<string> _failures = [];

    private readonly List<(SessionId Session, string Text)> _diary = [];

    public IReadOnlyList<Search> Searches => _searches;

    public Search Begin(TicketId ticket, SessionId session, InterestSet interests)
    {
        var search = new Search(ticket, session, interests, scheduler.Clock);
        _searches.Add(search);
        return search;
    }

    public void EnterChat(SessionId session, MatchId match)
    {
        if (_chatting.TryGetValue(session, out var other) && other != match)
        {
            Fail($"{session} is in two matches.");
        }

        _chatting[session] = match;
        var partner = _searches.FirstOrDefault(search => search.Match == match && search.Session != session);
        if (partner is not null && _blocks.Contains((session, partner.Session)))
        {
            Fail($"{session} met somebody they blocked.");
        }
    }

    public void LeaveChat(SessionId session, MatchId match)
    {
        if (_chatting.TryGetValue(session, out var present) && present == match)
        {
            _chatting.Remove(session);
        }
    }

    /// <summary>Counts from the partner's next search on.</summary>
    public void Block(SessionId by, SessionId partner)
    {
        scheduler.Clock.CreateTimer(_ => _blocks.Add((by, partner)), null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
    }

    public void Fail(string what) => _failures.Add(what);

    /// <summary>Something a person did or heard, for the explanation of a failure.</summary>
    public void Note(SessionId session, string what) => _diary.Add((session, $"{scheduler.Clock.GetUtcNow():mm:ss.fff} {session} {what}"));

    /// <summary>What a person did and heard.</summary>
    public string StoryOf(SessionId session) => string.Join(Environment.NewLine, _diary.Where(note => note.Session == session).Select(note => note.Text));

    public void Verify(TimeSpan longestWait)
    {
        foreach (var search in _searches)
        {
            Require(!search.IsOpen, $"{search.Session} waits for ever.");
            Require(search.Outcome == SearchEnd.Lost || search.WasAway || search.Waited <= longestWait, $"A search took {search.Waited}.");
        }

        foreach (var match in _searches.Where(search => search.Match is not null).GroupBy(search => search.Match))
        {
            var sides = match.ToList();
            Require(sides.Count <= 2, $"{match.Key} has {sides.Count} people in it: {string.Join("; ", sides)}");
            Require(sides.Count == 2 || _searches.Any(other => other.Outcome == SearchEnd.Lost), $"{match.Key} has one person in it.");
            if (sides.Count == 2)
            {
                VerifyPair(sides[0], sides[1]);
            }
        }

        AssertNoFailures();
    }

    /// <summary>Without faults nobody is overlooked: two who could have met did not both wait side by side for long.</summary>
    public void VerifyNobodyOverlooked(TimeSpan tier2After, TimeSpan tolerance)
    {
        var waited = _searches.Where(search => !search.WasAway && search.Outcome is SearchEnd.TimedOut or SearchEnd.Cancelled).ToList();
        foreach (var (first, second) in from first in waited from second in waited where first.Since < second.Since select (first, second))
        {
            var shared = first.Interests.Shared(second.Interests).Length;
            var could = first.Interests.Equals(second.Interests) ? TimeSpan.Zero : tier2After;
            var together = Earlier(first.Until, second.Until) - (second.Since + could);
            if (shared > 0 && together > tolerance && MayMeet(first, second))
            {
                Fail($"Two people sharing {shared} waited side by side for {together}: {first} and {second}.");
            }
        }

        AssertNoFailures();
    }

    private void AssertNoFailures()
    {
        if (_failures.Count > 0)
        {
            var story = _diary.Where(note => _failures[0].Contains(note.Session.ToString(), StringComparison.Ordinal)).Select(note => note.Text);
            Assert.Fail(string.Join(Environment.NewLine, _failures.Take(10).Concat(story)));
        }
    }

    private void VerifyPair(Search first, Search second)
    {
        Require(first.Session != second.Session, "Somebody is matched with themselves.");
        Require(first.Interests.Shared(second.Interests).Length > 0, $"A pair shares nothing: {first}; {second}");
        Require(first.Tier is null || second.Tier is null || first.Tier == second.Tier, $"A pair disagrees about its tier: {first}; {second}");
        Require(first.Tier != Tier.Exact || first.Interests.Equals(second.Interests), $"A tier 1 pair differs: {first}; {second}");
    }

    private static bool MayMeet(Search first, Search second) => first.Session != second.Session
        && !first.Excluded.Contains(second.Session) && !second.Excluded.Contains(first.Session);

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Fail(otherwise);
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset first, DateTimeOffset second) => first < second ? first : second;
}
