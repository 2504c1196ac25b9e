using HdrHistogram;
using Whisper.Chaos.Histories;

namespace Whisper.Chaos.Checking;

/// <summary>How long things took, in the time around a fault.</summary>
public sealed record Figures
{
    /// <summary>99th percentile, before the fault, of the time from when something was meant to be said to when it was shown.</summary>
    public TimeSpan BaselineP99 { get; init; }

    /// <summary>The same of what was said while the fault lasted.</summary>
    public TimeSpan FaultP99 { get; init; }

    /// <summary>The longest of those: the longest stall of any chat.</summary>
    public TimeSpan LongestStall { get; init; }

    /// <summary>Messages that were said while the fault lasted.</summary>
    public long Messages { get; init; }

    /// <summary>People who lost their connection while the fault lasted.</summary>
    public int Lost { get; init; }

    /// <summary>Those of them who came back with the session that they had.</summary>
    public int Resumed { get; init; }

    /// <summary>95th percentile of the time from their first attempt to the greeting.</summary>
    public TimeSpan ResumeP95 { get; init; }

    /// <summary>The longest absence.</summary>
    public TimeSpan LongestAbsence { get; init; }

    /// <summary>How late the latest tier change or timeout of a search was.</summary>
    public TimeSpan LatestSearch { get; init; }

    /// <summary>Searches that were answered by an error.</summary>
    public int RefusedSearches { get; init; }

    /// <summary>Matches that were made.</summary>
    public int Matches { get; init; }

    /// <summary>Reports that were acknowledged.</summary>
    public int Reports { get; init; }

    /// <summary>Takes them from histories.</summary>
    /// <param name="histories">What people saw.</param>
    /// <param name="since">From when on messages count as said before the fault, by the histories' clock.</param>
    /// <param name="from">When the fault began, by the same clock.</param>
    /// <param name="to">When everything was well again.</param>
    /// <param name="rules">The product's settings.</param>
    public static Figures Of(IReadOnlyCollection<History> histories, long since, long from, long to, CheckRules rules)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(rules);
        var stories = new Stories(histories.Where(history => history.Role is "chat" or "join"));
        var (before, during, resumes) = (Histogram(), Histogram(), Histogram());
        foreach (var (sent, shown) in Latencies(stories))
        {
            (sent < since ? null : sent < from ? before : sent <= to ? during : null)?.RecordValue(Math.Clamp(shown - sent, 1, Longest));
        }

        // each person once, with the absence that the fault caused first
        var lost = stories.All.Select(story => story.Absences.FirstOrDefault(absence => absence.From >= from && absence.From <= to && !Left(story, absence))).OfType<Absence>().ToList();
        var returns = lost.Where(absence => absence is { Retry: not null, To: < long.MaxValue }).ToList();
        returns.ForEach(absence => resumes.RecordValue(Math.Max(1, absence.To - absence.Retry!.Value)));
        var events = histories.SelectMany(history => history.Events).ToList();
        return new()
        {
            BaselineP99 = At(before, 99),
            FaultP99 = At(during, 99),
            LongestStall = At(during, 100),
            Messages = during.TotalCount,
            Lost = lost.Count,
            Resumed = returns.Count,
            ResumeP95 = At(resumes, 95),
            LongestAbsence = Span(returns.Select(absence => absence.To - absence.From).DefaultIfEmpty().Max()),
            LatestSearch = Span(SearchChecks.Lateness(stories, rules).DefaultIfEmpty().Max()),
            RefusedSearches = events.Count(happened => happened.Kind == EventKind.Refused),
            Matches = stories.Matches.Count,
            Reports = events.Count(happened => happened.Kind == EventKind.Reported),
        };
    }

    private const long Longest = 3_600_000_000;

    private static LongHistogram Histogram() => new(Longest, 3);

    private static TimeSpan At(LongHistogram histogram, double percentile) => Span(histogram.TotalCount == 0 ? 0 : histogram.GetValueAtPercentile(percentile));

    private static TimeSpan Span(long micros) => TimeSpan.FromMicroseconds(micros);

    private static bool Left(Story story, Absence absence) =>
        story.History.Events.Any(happened => happened.At == absence.From && happened.Kind is EventKind.Retired);

    private static IEnumerable<(long Sent, long Shown)> Latencies(Stories stories)
    {
        foreach (var side in stories.Matches.Values.SelectMany(sides => sides))
        {
            foreach (var message in stories.PartnerOf(side)?.Shown ?? [])
            {
                if (message.N <= side.Sent.Count && message.Peer == side.Person)
                {
                    yield return (side.Sent[(int)message.N - 1], message.At);
                }
            }
        }
    }
}
