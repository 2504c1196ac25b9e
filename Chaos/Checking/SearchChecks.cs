using Whisper.Chaos.Histories;

namespace Whisper.Chaos.Checking;

/// <summary>Every search ends, in time and once.</summary>
internal static class SearchChecks
{
    // far away, and yet a time can be added to it
    private const long Never = long.MaxValue / 2;

    public static IEnumerable<Violation> Late(Stories stories, CheckRules rules)
    {
        foreach (var story in stories.All)
        {
            foreach (var search in story.Searches.Where(search => search.From is not null))
            {
                var found = Tier2Late(story, search, rules) ?? EndLate(story, search, rules) ?? Early(search, rules) ?? Gone(story, search, rules);
                if (found is { } what)
                {
                    yield return new(Promise.SearchesInTime, story.History.Person, search.From!.Value, what);
                }
            }
        }
    }

    public static IEnumerable<Violation> AnsweredTwice(Stories stories)
    {
        foreach (var story in stories.All)
        {
            foreach (var search in story.Searches.Where(search => search.Ends.Count > 1))
            {
                yield return new(Promise.AnsweredOnce, story.History.Person, search.Ends[1].At, $"a search ended {search.Ends.Count} times: {string.Join(", ", search.Ends.Select(end => end.Kind))}");
            }
        }
    }

    /// <summary>How late the tier change, or the end, of each search was, in microseconds; people who were away count from their return.</summary>
    public static IEnumerable<long> Lateness(Stories stories, CheckRules rules)
    {
        foreach (var story in stories.All)
        {
            foreach (var search in story.Searches.Where(search => search.From is not null))
            {
                if (search.Tier2At is { } tier2)
                {
                    yield return tier2 - Due(story, search.From!.Value + rules.Tier2After, rules);
                }

                if (search.Ends is [{ Kind: EventKind.TimedOut, At: var end }, ..])
                {
                    yield return end - Due(story, search.From!.Value + rules.SearchTimeout, rules);
                }
            }
        }
    }

    private static string? Tier2Late(Story story, Search search, CheckRules rules)
    {
        var due = Due(story, search.From!.Value + rules.Tier2After, rules);
        // one that ended before has no second tier
        var told = search.Tier2At ?? search.Ends.FirstOrDefault().At;
        return TooLate(due, told, story, rules) ? $"the second tier was {Lateness(due, told)}" : null;
    }

    private static string? EndLate(Story story, Search search, CheckRules rules)
    {
        var due = Due(story, search.From!.Value + rules.SearchTimeout, rules);
        var end = search.Ends.FirstOrDefault().At;
        return TooLate(due, end, story, rules) ? $"the end was {Lateness(due, end)}" : null;
    }

    // a search cannot have begun before it was asked for; the first word of it may come late, and tells of no waiting then
    private static string? Early(Search search, CheckRules rules) => search.Ends.FirstOrDefault() switch
    {
        { Kind: EventKind.TimedOut, At: var at } when at < search.AskedAt + rules.SearchTimeout - rules.Slack => "it timed out too early",
        { Kind: EventKind.Matched, N: 2, At: var at } when at < search.AskedAt + rules.Tier2After - rules.Slack => "it was matched in the second tier too early",
        _ => null,
    };

    /// <summary>A search that was gone after a resume must have ended, or the person been forgotten, while they were away.</summary>
    private static string? Gone(Story story, Search search, CheckRules rules)
    {
        if (search.Ends.FirstOrDefault() is not { Kind: EventKind.SearchGone } gone || (rules.ChatsMayEnd && gone.N == 0))
        {
            return null;
        }

        var away = story.Absences.LastOrDefault(absence => absence.To <= gone.At);
        var ended = gone.At >= search.From + rules.SearchTimeout - rules.Slack;
        return ended || (away is not null && away.To - away.From >= rules.Grace - rules.Slack) ? null : "it was gone after a resume";
    }

    /// <summary>
    /// When it can be told: what falls into an outage when that is over, and somebody who is away then at their return; <see cref="Never"/>
    /// when they do not return.
    /// </summary>
    private static long Due(Story story, long due, CheckRules rules)
    {
        if (rules.Outage is { } outage && due >= outage.From - rules.Slack && due < outage.To)
        {
            due = outage.To;
        }

        return story.Absences.FirstOrDefault(absence => absence.From <= due && absence.To > due) is { } away ? Math.Min(away.To, Never) : due;
    }

    /// <summary>Until when the history tells something: people who went are told nothing.</summary>
    private static long Known(Story story, CheckRules rules) =>
        story.History.Events is [.., { Kind: EventKind.Retired or EventKind.Stopped, At: var at }] ? Math.Min(at, rules.Until) : rules.Until;

    private static bool TooLate(long due, long told, Story story, CheckRules rules) =>
        told == 0 ? due + rules.Late <= Known(story, rules) : told > due + rules.Late;

    private static string Lateness(long due, long told) => told == 0 ? "never told" : $"{(told - due) / 1e6:F1} s late";
}
