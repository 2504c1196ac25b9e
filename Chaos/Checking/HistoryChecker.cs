using Whisper.Chaos.Histories;

namespace Whisper.Chaos.Checking;

/// <summary>Holds histories against the promises of <c>docs/protocol.md</c>. It knows nothing but what it is given.</summary>
public static class HistoryChecker
{
    /// <summary>Everything that was broken.</summary>
    /// <param name="histories">What people saw.</param>
    /// <param name="stored">What PostgreSQL has; null when that is not looked at.</param>
    /// <param name="rules">What was allowed.</param>
    public static IReadOnlyList<Violation> Check(IReadOnlyCollection<History> histories, StoredEffects? stored, CheckRules rules)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(rules);
        var stories = new Stories(histories);
        return
        [
            .. MessageChecks.Lost(stories),
            .. MessageChecks.Twice(stories),
            .. MessageChecks.OutOfOrder(stories),
            .. rules.ChatsMayEnd ? [] : MessageChecks.Stuck(stories, rules),
            .. rules.ChatsMayEnd ? [] : EndChecks.WithoutCause(stories, rules),
            .. MatchChecks.TwoMatches(stories, rules),
            .. SearchChecks.Late(stories, rules),
            .. SearchChecks.AnsweredTwice(stories),
            .. stored is null ? [] : Effects(histories, stories, stored, rules),
        ];
    }

    /// <summary>What of it is about PostgreSQL.</summary>
    internal static IEnumerable<Violation> Effects(IReadOnlyCollection<History> histories, Stories stories, StoredEffects stored, CheckRules rules) =>
        [.. ReportChecks.NotOnce(histories, stored.Reports), .. EventChecks.NotOnce(stories, stored.Events, rules)];
}
