using Whisper.Chaos.Histories;

namespace Whisper.Chaos.Checking;

/// <summary>Chats that ended without cause: nobody left, and nobody was away for longer than the grace period.</summary>
internal static class EndChecks
{
    public static IEnumerable<Violation> WithoutCause(Stories stories, CheckRules rules)
    {
        foreach (var side in stories.Matches.Values.SelectMany(sides => sides))
        {
            if (side.End is { } end && Blame(stories, rules, side, end) is { } blame)
            {
                yield return new(Promise.NoEndWithoutCause, side.Person, end.At, $"{side.Match} ended: {blame}");
            }
        }
    }

    private static string? Blame(Stories stories, CheckRules rules, Side side, HistoryEvent end)
    {
        var partner = stories.PartnerOf(side);
        var partnerLeft = partner?.LeavingAt <= end.At + rules.Slack;
        // a partner who was never told of the match was away when it was made, or OneMatch complains
        var partnerAway = partner is null || WasAwayBefore(stories.Of(partner.Person), rules, end.At);
        var selfAway = WasAwayBefore(stories.Of(side.Person), rules, end.At);
        return (end.Kind, end.Said) switch
        {
            (EventKind.Ended, "you_left") => side.LeavingAt is null ? "you_left, but they did not" : null,
            (EventKind.Ended, "partner_left") => partnerLeft ? null : "partner_left, but the partner did not",
            (EventKind.Ended, "partner_lost") => partnerAway || selfAway ? null : "partner_lost, but the partner was not away for so long",
            (EventKind.Ended, _) => $"{end.Said}",
            _ when end.N == 0 => selfAway ? null : "the session was forgotten",
            _ => partnerLeft || partnerAway || selfAway || side.LeavingAt is not null ? null : "it was found gone after a resume",
        };
    }

    /// <summary>For the whole grace period, at some time before the end.</summary>
    private static bool WasAwayBefore(Story story, CheckRules rules, long end) =>
        story.Absences.Any(absence => absence.From <= end && Math.Min(absence.To, end) - absence.From >= rules.Grace - rules.Slack);
}
