using Whisper.Chaos.Histories;

namespace Whisper.Chaos.Checking;

/// <summary>Every report that was acknowledged is stored exactly once.</summary>
internal static class ReportChecks
{
    public static IEnumerable<Violation> NotOnce(IEnumerable<History> histories, IEnumerable<StoredReport> stored)
    {
        var rows = stored.ToList();
        var byCase = rows.ToLookup(row => row.Case);
        var byFiling = rows.ToLookup(row => (row.Reporter, row.Match));
        foreach (var history in histories)
        {
            foreach (var told in history.Events.Where(happened => happened.Kind == EventKind.Reported))
            {
                var times = byCase[told.Said!].Count();
                var filed = byFiling[(history.Session, told.Name!)].Count();
                if (times != 1 || filed > 1)
                {
                    yield return new(Promise.ReportsOnce, history.Person, told.At, $"case {told.Said} is stored {times} times, and their report of {told.Name} {filed} times");
                }
            }
        }
    }
}
