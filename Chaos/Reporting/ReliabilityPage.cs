using System.Globalization;
using System.Text;
using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Reporting;

/// <summary>The page that a run of <c>make chaos</c> leaves behind.</summary>
internal static class ReliabilityPage
{
    private static readonly (string Title, Promise[] Promises)[] Zeros =
    [
        ("lost", [Promise.NothingLost, Promise.NothingStuck]),
        ("twice", [Promise.NothingTwice]),
        ("order", [Promise.InOrder]),
        ("ended", [Promise.NoEndWithoutCause]),
        ("two matches", [Promise.OneMatch]),
        ("searches", [Promise.SearchesInTime, Promise.AnsweredOnce]),
        ("reports", [Promise.ReportsOnce]),
        ("events", [Promise.EventsOnce]),
    ];

    /// <summary>The whole page.</summary>
    public static string Write(IReadOnlyList<RowResult> results, ChaosArguments arguments, string command, DateTimeOffset now)
    {
        var plan = arguments.Plan;
        var page = new StringBuilder();
        page.AppendLine(CultureInfo.InvariantCulture, $"""
            # Reliability

            Written by `make chaos` itself: real processes, real sockets, and a checker that knows nothing but what each client wrote down.

            | | |
            |---|---|
            | date | {now:yyyy-MM-dd HH:mm} UTC |
            | machine | {Machine.Describe()} |
            | command | `{command}` |
            | cluster | 3 silos, 2 gateways, Redis, NATS, PostgreSQL, HAProxy |
            | load | {plan.Chats} chats, {plan.MessagesPerSecond:0.#} messages/s in total (open loop), {plan.JoinsPerSecond:0.#} joins/s, {plan.ReportsPerSecond:0.#} reports/s |
            | runs | {arguments.Times} of each row; the table gives the worst of each figure |
            | result | {results.Count(result => result.Passed)} of {results.Count} runs passed |

            ## Promises broken

            All of these must be 0.

            | fault | {string.Join(" | ", Zeros.Select(zero => zero.Title))} | |
            |---|{string.Concat(Zeros.Select(_ => "--:|"))}---|
            """);
        var rows = results.GroupBy(result => result.Name).ToList();
        foreach (var row in rows)
        {
            var counts = Zeros.Select(zero => row.Max(result => result.Violations.Count(violation => zero.Promises.Contains(violation.Promise))));
            page.AppendLine(CultureInfo.InvariantCulture, $"| {row.First().Title} | {string.Join(" | ", counts)} | {Verdict([.. row])} |");
        }

        page.AppendLine("""

            ## What else was demanded

            | fault | demand | limit | worst | |
            |---|---|---|---|---|
            """);
        foreach (var row in rows)
        {
            foreach (var criterion in row.SelectMany(result => result.Criteria).GroupBy(criterion => criterion.What))
            {
                var worst = criterion.OrderBy(each => each.Met).ThenByDescending(each => each.Size).First();
                page.AppendLine(CultureInfo.InvariantCulture, $"| {row.First().Title} | {worst.What} | {worst.Demand} | {worst.Measured} | {(worst.Met ? "met" : "**not met**")} |");
            }
        }

        page.AppendLine("""

            ## Figures

            | fault | messages | 99th percentile before | 99th percentile | longest stall | connections lost | resume, 95th percentile | latest search | refused searches | client lag |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """);
        foreach (var row in rows)
        {
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.First().Title} | {row.Sum(result => result.Figures.Messages)} | {Worst(row, figures => figures.BaselineP99)} | {Worst(row, figures => figures.FaultP99)} | {Worst(row, figures => figures.LongestStall)} "
                + $"| {row.Max(result => result.Figures.Lost)} | {Worst(row, figures => figures.ResumeP95)} | {Worst(row, figures => figures.LatestSearch)} | {row.Max(result => result.Figures.RefusedSearches)} | {Criterion.Text(row.Max(result => result.ClientLag))} |");
        }

        page.AppendLine(HowToRead);
        return page.ToString();
    }

    private const string HowToRead = """

        ## How to read it

        - **lost**: the sender saw it delivered, or the chat went on to the end, and it was never shown. **twice**, **order**: as shown to a person, after their client
          dropped what it had shown before. **ended**: neither side left, nor was away for longer than the grace period of 30 s. **two matches**: one person in two at a
          time, or a match that only one of two was told of. **searches**: a tier change, match or timeout more than 10 s late, twice, or never. **reports**: acknowledged,
          and not stored exactly once in PostgreSQL. **events**: a match that was made or ended without exactly one platform event each.
        - What a fault may cost. Redis killed: nothing can be decided without it, and a tier change or timeout that is due before the cluster is normal again (within 15 s of its
          return, as demanded above) is due at that moment; the latest search is counted from there. Redis wiped: chats may end, and sessions be forgotten. There, and when everything is
          killed, searches may be 60 s late, as long as the restart may take. A silo killed or frozen, and Redis wiped: platform events that the
          silo had not published, which count things and promise nothing to anybody, may be missing, but none may be there twice.
        - **Stall**: from the moment at which something was meant to be said (open loop: also while there was no connection) to the moment at which it was shown. Percentiles are over
          all messages that were meant to be said from the fault until everything was well again, at least 20 s; *before* is the 15 s in front of it;
          where the two are compared (NATS, PostgreSQL), not before as many people go as come, and for PostgreSQL the 60 s in front of it, as long as it is away.
        - Rolling deploy: a silo that is back and ready serves for 30 s before the next one is asked to end, as docs/operations.md has it; without that pause stalls are longer
          (decision 20).
        - **Resume**: from the first attempt to connect again to the greeting. **Latest search**: how late a tier change or timeout was told; who was away counts from their return.
        - **Client lag**: how late the clients' own thread was at worst. A figure below it says nothing about the cluster.
        - Silos, gateways, servers and all clients share the machine: on separate ones, a fault does not take the processor from those that go on.
        - The raw histories are in `artifacts/chaos`, a file a run; `make chaos CHAOS_ARGS="--check FILE"` checks one again.
        """;

    private static string Verdict(IReadOnlyList<RowResult> row) =>
        row.All(result => result.Passed) ? "passed" : $"**failed {row.Count(result => !result.Passed)} of {row.Count}**{row.Select(result => result.Error).OfType<string>().Select(error => $": {error.ReplaceLineEndings(" ")}").FirstOrDefault()}";

    private static string Worst(IEnumerable<RowResult> row, Func<Figures, TimeSpan> figure) => Criterion.Text(row.Max(result => figure(result.Figures)));
}
