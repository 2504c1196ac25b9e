namespace Whisper.Chaos.Checking;

/// <summary>Nobody in two matches, and no match that its two people disagree about.</summary>
internal static class MatchChecks
{
    public static IEnumerable<Violation> TwoMatches(Stories stories, CheckRules rules)
    {
        foreach (var story in stories.All)
        {
            Side? before = null;
            foreach (var side in story.Sides)
            {
                if (before?.To > side.From)
                {
                    yield return new(Promise.OneMatch, side.Person, side.From, $"told of {side.Match} while in {before.Match}");
                }

                before = side;
            }
        }

        foreach (var (match, sides) in stories.Matches)
        {
            if (sides.Count > 2)
            {
                yield return new(Promise.OneMatch, 0, sides[2].From, $"{match} has {sides.Count} people: {string.Join(", ", sides.Select(side => side.Person))}");
            }
            else if (sides is [var alone] && Math.Min(alone.To, rules.Until) - alone.From > rules.Slack + rules.Late && !SomebodyMissedIt(stories, rules, alone))
            {
                yield return new(Promise.OneMatch, alone.Person, alone.From, $"nobody else was ever told of {match}");
            }
        }
    }

    /// <summary>Whether there is somebody who was searching and away for so long that they could never be told.</summary>
    private static bool SomebodyMissedIt(Stories stories, CheckRules rules, Side alone) => stories.All.Any(story =>
        story.History.Person != alone.Person && story.Searches.Count > 0
        && story.Absences.Any(absence => absence.From <= alone.From + rules.Slack && absence.To - alone.From >= rules.Grace - rules.Slack
            && story.Searches.Any(search => search.AskedAt <= alone.From && search.Ends.TrueForAll(end => end.At > absence.From))));
}
