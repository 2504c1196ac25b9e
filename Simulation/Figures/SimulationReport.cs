using System.Globalization;
using System.Text;
using Whisper.Benchmarks;

namespace Whisper.Simulation.Figures;

/// <summary>Writes what was found as a section of a Markdown page.</summary>
internal static class SimulationReport
{
    /// <summary>The section's heading.</summary>
    public const string Heading = "Matching, simulated";

    /// <summary>The section's text.</summary>
    public static string Write(IReadOnlyList<Outcome> outcomes, Arguments arguments)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{Called(arguments)} (seed {arguments.Seed}); {Machine.Describe()}").AppendLine();
        text.AppendLine(Method(outcomes[0].Scenario)).AppendLine();
        Ends(text, outcomes);
        Waits(text, outcomes);
        Buckets(text, outcomes);
        var violations = outcomes.Sum(outcome => outcome.Violations.Count);
        text.AppendLine(CultureInfo.InvariantCulture, $"Looked for in every match and every end of a search: two matches of one person, a pair that does not fit, a tier or an end before or after its time. Found: {violations}.");
        return text.ToString();
    }

    private static string Called(Arguments arguments) => arguments.Command.Length == 0 ? "`make simulate`" : $"`make simulate SIMULATE_ARGS=\"{arguments.Command}\"`";

    private static string Method(Scenario scenario)
    {
        var (people, ways) = (scenario.Behaviour, scenario.Latencies);
        return string.Create(CultureInfo.InvariantCulture, $"""
            Virtual time, one thread for each row. **Real** is the logic of the three grains as it is deployed (`UserSessionCore`, `InterestBucketCore` with `Matcher`, `ChatRoomCore`), their alarms, the reservation protocol between
            them and the queues in memory. **Simulated** are Orleans (a mailbox for sessions and rooms, none for the reentrant buckets), the network (each way {Ms(ways.LeastHop)} ms and an exponential {Ms(ways.Hop)} ms more), the
            store ({Ms(ways.Store)} ms a write) and people. Processor time is not: a busy bucket is as fast as an idle one, which the busiest bucket's calls have to be read with.

            People arrive by a Poisson process that does not care how the service does (open loop) and stay for {people.Visit.TotalMinutes:f0} minutes (all times are exponential, with these means). They choose 2 to 5 interests, each number equally
            likely, by Zipf's law (exponent 1); search for the first time after {people.Choosing.TotalSeconds:f0} s; {people.Impatient:p0} take the search back after {people.Patience.TotalSeconds:f0} s. A chat lasts until the first of both has had enough: {people.Picky:p0} of
            the times after {people.ShortChat.TotalSeconds:f0} s, else after {people.LongChat.TotalMinutes:f0} minutes. Then {people.GoOn:p0} go on within {people.Next.TotalSeconds:f0} s, the others pause for {people.Pause.TotalSeconds:f0} s, as does who found nobody, who then chooses anew. {people.Vanishing:p0} end their
            visit by vanishing from search or chat. Searches count that begin in the {scenario.Counted.TotalSeconds:f0} s after the first {scenario.WarmUp.TotalSeconds:f0}, soon after everybody has come: somewhat more than later.
            """);
    }

    private static void Ends(StringBuilder text, IReadOnlyList<Outcome> outcomes)
    {
        text.AppendLine("How searches ended:").AppendLine();
        text.AppendLine("| people | tags | searches/s | same interests (tier 1) | shared interests (tier 2) | nobody in 30 s | taken back | vanished |");
        text.AppendLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var outcome in outcomes)
        {
            var shares = Enum.GetValues<SearchEnd>().Select(end => string.Create(CultureInfo.InvariantCulture, $"{100 * outcome.Searches.Share(end):f2} %"));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Case(outcome)} | {outcome.SearchesPerSecond:n0} | {string.Join(" | ", shares)} |");
        }

        text.AppendLine();
    }

    private static readonly double[] Quantiles = [0.5, 0.9, 0.99];

    private static void Waits(StringBuilder text, IReadOnlyList<Outcome> outcomes)
    {
        text.AppendLine("Seconds from `find_match` to `match_found`, as the person sees it (50th, 90th, 99th percentile):").AppendLine();
        text.AppendLine("| people | tags | tier 1 | tier 2 | all who met somebody |");
        text.AppendLine("|---:|---:|---:|---:|---:|");
        foreach (var outcome in outcomes)
        {
            var searches = outcome.Searches;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {Case(outcome)} | {Percentiles(quantile => searches.Wait(SearchEnd.Exact, quantile))} | {Percentiles(quantile => searches.Wait(SearchEnd.Overlap, quantile))} | {Percentiles(searches.WaitOfMatched)} |");
        }

        text.AppendLine();
    }

    private static void Buckets(StringBuilder text, IReadOnlyList<Outcome> outcomes)
    {
        text.AppendLine("Queues, and how the work is spread. A *call* is one to a grain, and a *write* one to the store, of a whole life: search, match, chat, end, going away.").AppendLine();
        text.AppendLine("| people | tags | waiting at once | queue of a bucket, 99th percentile and longest | home of most searches | busiest bucket, calls/s | all buckets, calls/s | calls per search | writes per search | reservations per match |");
        text.AppendLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var outcome in outcomes)
        {
            var queues = outcome.Queues;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {Case(outcome)} | {queues.WaitingOnAverage:n0} | {queues.LongQueue:n0}, {queues.LongestQueue:n0} | {100 * queues.HottestShareOfJoins:f1} % | {queues.HottestCallsPerSecond:n0} | {queues.CallsToBucketsPerSecond:n0} | {outcome.CallsPerSearch:f1} | {outcome.WritesPerSearch:f1} | {outcome.ReservationsPerMatch:f2} |");
        }

        text.AppendLine();
    }

    private static string Case(Outcome outcome) => string.Create(CultureInfo.InvariantCulture, $"{outcome.Scenario.People:n0} | {outcome.Scenario.Tags:n0}");

    private static string Percentiles(Func<double, double> wait) =>
        string.Join(", ", Quantiles.Select(quantile => wait(quantile) is var seconds && double.IsNaN(seconds) ? "–" : seconds.ToString("f2", CultureInfo.InvariantCulture)));

    private static string Ms(TimeSpan time) => time.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture);
}
