namespace Whisper.Chaos.Checking;

/// <summary>Every match that two people were told of, and every end of one, caused one platform event.</summary>
internal static class EventChecks
{
    private const string Made = "match_made";
    private const string Ended = "chat_ended";

    public static IEnumerable<Violation> NotOnce(Stories stories, IEnumerable<StoredEvent> stored, CheckRules rules)
    {
        var counts = stored.CountBy(each => (each.Kind, each.Subject)).ToDictionary();
        foreach (var (match, sides) in stories.Matches.Where(match => match.Value.Count == 2))
        {
            var made = counts.GetValueOrDefault((Made, match));
            var ended = counts.GetValueOrDefault((Ended, match));
            if (IsWrong(made, expected: true, rules))
            {
                yield return new(Promise.EventsOnce, 0, sides[0].From, $"{match} has {made} events that it was made");
            }

            // one that somebody is just leaving may have ended or not
            var over = sides.Exists(side => side.End is not null);
            var leaving = sides.Exists(side => side.LeavingAt is not null || side.To < rules.Until);
            if (over || !leaving ? IsWrong(ended, over, rules) : ended > 1)
            {
                yield return new(Promise.EventsOnce, 0, sides[0].From, $"{match} has {ended} events that it ended");
            }
        }
    }

    private static bool IsWrong(int count, bool expected, CheckRules rules) =>
        expected ? count > 1 || (count == 0 && !rules.EventsMayBeLost) : count > 0;
}
