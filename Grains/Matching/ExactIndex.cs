using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>
/// Home tickets by their whole set, in the order of arrival. A node is a slot. A search parks the held slots that it meets.
/// </summary>
internal sealed class ExactIndex(SlotTable slots, InterestNames names)
{
    private readonly OrderedLists<ArrivalOrder> _lists = new(new ArrivalOrder(slots), pageBits: 12);

    /// <summary>How many different sets wait.</summary>
    public int ListCount => _lists.ListCount;

    /// <summary>Makes a new slot known.</summary>
    public void Prepare(int slot)
    {
        _lists.EnsureNodes(slot + 1);
        _lists.Reset(slot, slot);
    }

    /// <summary>Lets a slot be found that arrived after all others.</summary>
    public void Link(int slot) => _lists.Insert(slot, names.Hash(slots[slot].Ids, slots[slot].Size), isLast: true);

    /// <summary>Puts a parked slot back in its place.</summary>
    public void Unpark(int slot)
    {
        if (!_lists.IsLinked(slot))
        {
            _lists.Insert(slot, names.Hash(slots[slot].Ids, slots[slot].Size), isLast: false);
        }
    }

    /// <summary>Takes a slot out for good.</summary>
    public void Unlink(int slot)
    {
        if (_lists.IsLinked(slot))
        {
            _lists.Remove(slot, keepHints: false);
        }
    }

    /// <summary>The first slot with exactly this set whose ticket may meet the seeker, or -1.</summary>
    public int Find(Ticket seeker, in InterestIds ids, int count, DateTimeOffset now)
    {
        var hash = names.Hash(ids, count);
        var whole = (1 << count) - 1;
        for (var head = _lists.FirstHead(hash); head >= 0; head = _lists.NextHead(head, hash))
        {
            if (slots[head].Size == count && InterestIds.SameSubset(slots[head].Ids, whole, ids, whole))
            {
                return FirstAllowed(head, seeker, now);
            }
        }

        return -1;
    }

    private int FirstAllowed(int slot, Ticket seeker, DateTimeOffset now)
    {
        while (slot >= 0)
        {
            var next = _lists[slot].Next;
            ref var entry = ref slots[slot];
            if (entry.IsHeld)
            {
                _lists.Remove(slot, keepHints: true);
            }
            else if (entry.Ticket!.MayMeet(seeker, now))
            {
                break;
            }

            slot = next;
        }

        return slot;
    }

    private readonly struct ArrivalOrder(SlotTable slots) : IListOrder
    {
        public bool SameKey(int node, int other)
        {
            ref var a = ref slots[node];
            ref var b = ref slots[other];
            var whole = (1 << a.Size) - 1;
            return a.Size == b.Size && InterestIds.SameSubset(a.Ids, whole, b.Ids, whole);
        }

        public bool Precedes(int node, int other) => slots[node].Arrival < slots[other].Arrival;
    }
}
