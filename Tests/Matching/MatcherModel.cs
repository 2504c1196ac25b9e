using Whisper.Matching;

namespace Whisper.Tests.Matching;

/// <summary>The matcher's rules said as plainly as possible: a list that every question walks over.</summary>
internal sealed class MatcherModel
{
    private readonly List<Entry> _entries = [];

    public IEnumerable<Ticket> HomeTickets => _entries.Where(e => e.Home).Select(e => e.Ticket);

    public int Count => _entries.Count;

    public int EnrolledCount => _entries.Count(e => e.Enrolled);

    public int InterestCount => _entries.SelectMany(e => e.Ticket.Interests.Values).Distinct().Count();

    public int NodeCount => _entries.Where(e => e.Enrolled).Sum(e => (1 << e.Ticket.Interests.Values.Length) - 1);

    // held tickets stay in their lists until a search meets them
    public (int Least, int Most) ExactLists => (ExactListsOf(e => e.Home && !e.Held), ExactListsOf(e => e.Home));

    public (int Least, int Most) SubsetLists => (SubsetListsOf(e => e.Enrolled && !e.Held), SubsetListsOf(e => e.Enrolled));

    public bool Contains(TicketId id) => _entries.Any(e => e.Ticket.Id == id);

    public bool Add(Ticket ticket)
    {
        if (Contains(ticket.Id))
        {
            return false;
        }

        _entries.Add(new Entry(ticket) { Home = true });
        return true;
    }

    public bool Enrol(Ticket ticket)
    {
        if (!Contains(ticket.Id))
        {
            _entries.Add(new Entry(ticket));
        }

        return Change(ticket.Id, e => !e.Enrolled, e => e.Enrolled = true);
    }

    public bool Hold(TicketId id) => Change(id, e => !e.Held, e => e.Held = true);

    public bool Unhold(TicketId id) => Change(id, e => e.Held, e => e.Held = false);

    public bool Remove(TicketId id) => _entries.RemoveAll(e => e.Ticket.Id == id) > 0;

    // entries are in the order of arrival, and the sorts are stable
    public Ticket? FindExact(Ticket seeker, DateTimeOffset now) => _entries
        .FirstOrDefault(e => e.Home && !e.Held && e.Ticket.Interests == seeker.Interests && e.Ticket.MayMeet(seeker, now))?.Ticket;

    public Ticket? FindBest(Ticket seeker, DateTimeOffset now) => _entries
        .Where(e => e.Enrolled && !e.Held && Overlap(e.Ticket, seeker) > 0 && e.Ticket.MayMeet(seeker, now))
        .OrderByDescending(e => Overlap(e.Ticket, seeker))
        .ThenBy(e => e.Ticket.Since)
        .FirstOrDefault()?.Ticket;

    private int ExactListsOf(Func<Entry, bool> which) => _entries.Where(which).Select(e => e.Ticket.Interests).Distinct().Count();

    private int SubsetListsOf(Func<Entry, bool> which) => _entries.Where(which).SelectMany(e => Subsets(e.Ticket.Interests)).Distinct().Count();

    private static int Overlap(Ticket ticket, Ticket other) => ticket.Interests.Shared(other.Interests).Length;

    private static IEnumerable<string> Subsets(InterestSet set) => Enumerable.Range(1, (1 << set.Values.Length) - 1)
        .Select(mask => string.Join('\n', set.Values.Where((_, i) => (mask >> i & 1) == 1)));

    private bool Change(TicketId id, Func<Entry, bool> may, Action<Entry> change)
    {
        var entry = _entries.FirstOrDefault(e => e.Ticket.Id == id);
        if (entry is null || !may(entry))
        {
            return false;
        }

        change(entry);
        return true;
    }

    private sealed class Entry(Ticket ticket)
    {
        public Ticket Ticket => ticket;

        public bool Home { get; init; }

        public bool Enrolled { get; set; }

        public bool Held { get; set; }
    }
}
