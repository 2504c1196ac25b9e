using Whisper.Grains.Matching;
using Whisper.Matching;

namespace Whisper.Benchmarks.Matching;

/// <summary>Managed heap per waiting ticket: the matcher, the tickets, their sets and strings.</summary>
internal static class MatcherMemory
{
    /// <summary>Bytes per ticket when all are in tier 1, and when all are in tier 2, after the queue was turned over once.</summary>
    public static (double Tier1, double Tier2) Measure(Func<Crowd> crowd, int waiting) =>
        (Measure(crowd(), waiting, enrol: false), Measure(crowd(), waiting, enrol: true));

    private static double Measure(Crowd crowd, int waiting, bool enrol)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var matcher = Fill(crowd, waiting, enrol);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(matcher);
        return (double)bytes / waiting;
    }

    private static Matcher Fill(Crowd crowd, int waiting, bool enrol)
    {
        var matcher = new Matcher();
        var queue = new Queue<TicketId>();
        for (var i = 0; i < 2 * waiting; i++)
        {
            if (matcher.Count == waiting)
            {
                matcher.Remove(queue.Dequeue());
            }

            var ticket = crowd.Next();
            matcher.Add(ticket);
            queue.Enqueue(ticket.Id);
            if (enrol)
            {
                matcher.Enrol(ticket);
            }
        }

        return matcher;
    }
}
