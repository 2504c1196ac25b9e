using System.Diagnostics.CodeAnalysis;
using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>
/// The tickets that wait in one bucket, and who suits whom. It finds, holds and removes; it never decides a match, because
/// that takes reserving two sessions, which can fail. One writer at a time; no clock of its own.
/// </summary>
/// <remarks>
/// <para>Tier 1: a home ticket is found by the identical set, first come, first served, in O(1).</para>
/// <para>Tier 2: an enrolled ticket is found by whoever shares an interest: the largest overlap, then the smallest
/// <see cref="Ticket.Since"/>, then the earliest arrival here, in at most 31 look-ups whatever the length of the queue.</para>
/// <para>A search takes the held tickets that it meets out of the list it walks, and <see cref="Unhold"/> puts them back in
/// their old places; so a search never walks over a held ticket twice. Searching therefore writes.</para>
/// </remarks>
internal sealed class Matcher
{
    // A queue that shrank to a sixteenth gives its memory back; below this it is not worth it.
    private const int CompactAbove = 1024;
    private const int CompactRatio = 16;

    private readonly uint _hashMask;
    private InterestNames _names;
    private SlotTable _slots;
    private ExactIndex _exact;
    private SubsetIndex _subsets;
    private long _arrivals;

    /// <summary>An empty matcher.</summary>
    /// <param name="hashMask">Fewer bits make hashes collide, which is for tests.</param>
    public Matcher(uint hashMask = uint.MaxValue)
    {
        _hashMask = hashMask;
        Clear();
    }

    /// <summary>Tickets in tier 1, held ones included.</summary>
    public int ExactCount => Count - EnrolledCount;

    /// <summary>Tickets in tier 2, held ones and guests included.</summary>
    public int EnrolledCount { get; private set; }

    /// <summary>All tickets here.</summary>
    public int Count => _slots.Count;

    /// <summary>Tickets whose home this is, in the order of arrival.</summary>
    public IEnumerable<Ticket> HomeTickets =>
        _slots.Live().Where(slot => _slots[slot].Status.HasFlag(TicketStatus.Home)).OrderBy(slot => _slots[slot].Arrival).Select(slot => _slots[slot].Ticket!);

    /// <summary>Takes in a ticket whose home this is, in tier 1; false when it is already here.</summary>
    public bool Add(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var slot = TakeIn(ticket, _arrivals, TicketStatus.Home);
        if (slot < 0)
        {
            return false;
        }

        _arrivals++;
        _exact.Link(slot);
        return true;
    }

    /// <summary>
    /// Enters a ticket into tier 2: a home ticket in addition to the exact index, any other as a guest that only tier 2 finds.
    /// False when it is enrolled already. A held ticket stays held.
    /// </summary>
    public bool Enrol(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var slot = _slots.Find(ticket.Id);
        if (slot < 0)
        {
            slot = TakeIn(ticket, _arrivals++, TicketStatus.None);
        }

        return Enrol(slot);
    }

    /// <summary>The longest-waiting available home ticket with the identical set that may meet the seeker.</summary>
    public Ticket? FindExact(Ticket seeker, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(seeker);
        var count = Resolve(seeker, out var ids);
        var found = count == seeker.Interests.Values.Length ? _exact.Find(seeker, ids, count, now) : -1;
        return found < 0 ? null : _slots[found].Ticket;
    }

    /// <summary>The available ticket of tier 2 that may meet the seeker and shares most with it, at least one interest; among equals the longest wait.</summary>
    public Ticket? FindBest(Ticket seeker, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(seeker);
        var count = Resolve(seeker, out var ids);
        var found = _subsets.Find(seeker, ids, count, now);
        return found < 0 ? null : _slots[found].Ticket;
    }

    /// <summary>Takes a ticket out of candidacy until <see cref="Unhold"/>; false when it is not here or held already.</summary>
    public bool Hold(TicketId id)
    {
        var slot = _slots.Find(id);
        if (slot < 0 || _slots[slot].Status.HasFlag(TicketStatus.Held))
        {
            return false;
        }

        _slots[slot].Status |= TicketStatus.Held;
        return true;
    }

    /// <summary>Puts a held ticket back in its old place; false when it is not here or not held.</summary>
    public bool Unhold(TicketId id)
    {
        var slot = _slots.Find(id);
        if (slot < 0 || !_slots[slot].Status.HasFlag(TicketStatus.Held))
        {
            return false;
        }

        ref var entry = ref _slots[slot];
        entry.Status &= ~TicketStatus.Held;
        if (entry.Status.HasFlag(TicketStatus.Home))
        {
            _exact.Unpark(slot);
        }

        if (entry.Status.HasFlag(TicketStatus.Enrolled))
        {
            _subsets.Unpark(slot);
        }

        return true;
    }

    /// <summary>Forgets a ticket, held or not; false when it is not here.</summary>
    public bool Remove(TicketId id)
    {
        var slot = _slots.Forget(id);
        if (slot < 0)
        {
            return false;
        }

        ref var entry = ref _slots[slot];
        if (entry.Status.HasFlag(TicketStatus.Home))
        {
            _exact.Unlink(slot);
        }

        if (entry.Status.HasFlag(TicketStatus.Enrolled))
        {
            _subsets.Release(slot);
            EnrolledCount--;
        }

        _names.Release(entry.Ids, entry.Size);
        _slots.Release(slot);
        if (_slots.Used > CompactAbove && _slots.Used > _slots.Count * CompactRatio)
        {
            Compact();
        }

        return true;
    }

    /// <summary>Whether the ticket is here, in whatever state.</summary>
    public bool Contains(TicketId id) => _slots.Find(id) >= 0;

    /// <summary>The ticket and where it stands.</summary>
    public bool TryGet(TicketId id, [NotNullWhen(true)] out Ticket? ticket, out TicketStatus status)
    {
        var slot = _slots.Find(id);
        (ticket, status) = slot < 0 ? (null, TicketStatus.None) : (_slots[slot].Ticket, _slots[slot].Status);
        return slot >= 0;
    }

    /// <summary>What the matcher keeps; for tests and diagnostics.</summary>
    public MatcherFootprint Footprint => new(
        _slots.Used, _slots.Used - _slots.Count, _names.Count, _exact.ListCount, _subsets.NodeCount, _subsets.FreeNodeCount, _subsets.ListCount);

    private int TakeIn(Ticket ticket, long arrival, TicketStatus status)
    {
        var slot = _slots.Take(ticket);
        if (slot < 0)
        {
            return slot;
        }

        _exact.Prepare(slot);
        ref var entry = ref _slots[slot];
        entry.Arrival = arrival;
        entry.Status = status;
        entry.Size = (byte)_names.Acquire(ticket.Interests, out entry.Ids);
        return slot;
    }

    private bool Enrol(int slot)
    {
        ref var entry = ref _slots[slot];
        if (entry.Status.HasFlag(TicketStatus.Enrolled))
        {
            return false;
        }

        entry.Status |= TicketStatus.Enrolled;
        EnrolledCount++;
        _subsets.Prepare(slot);
        _subsets.Link(slot);

        return true;
    }

    // a ticket that waits here knows its numbers already
    private int Resolve(Ticket seeker, out InterestIds ids)
    {
        var slot = _slots.Find(seeker.Id);
        if (slot < 0)
        {
            return _names.Resolve(seeker.Interests, out ids);
        }

        ids = _slots[slot].Ids;
        return _slots[slot].Size;
    }

    private void Compact()
    {
        var old = _slots;
        Clear();
        foreach (var from in old.Live().OrderBy(slot => old[slot].Arrival))
        {
            var entry = old[from];
            var slot = TakeIn(entry.Ticket!, entry.Arrival, entry.Status & ~TicketStatus.Enrolled);
            if (entry.Status.HasFlag(TicketStatus.Home))
            {
                _exact.Link(slot);
            }

            if (entry.Status.HasFlag(TicketStatus.Enrolled))
            {
                Enrol(slot);
            }
        }
    }

    [MemberNotNull(nameof(_names), nameof(_slots), nameof(_exact), nameof(_subsets))]
    private void Clear()
    {
        _names = new InterestNames(_hashMask);
        _slots = new SlotTable();
        _exact = new ExactIndex(_slots, _names);
        _subsets = new SubsetIndex(_slots, _names);
        EnrolledCount = 0;
    }
}
