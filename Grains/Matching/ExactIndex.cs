using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>Home tickets by their whole set, in the order of arrival. A node is a slot.</summary>
internal sealed class ExactIndex(SlotTable slots, InterestNames names)
{
    private readonly OrderedLists<ArrivalOrder> _lists = new(new ArrivalOrder(slots), pageBits: 6);

    /// <summary>How many different sets wait.</summary>
    public int ListCount => _lists.ListCount;

    /// <summary>Makes a new slot known.</summary>
    public void Prepare(int slot)
    {
        _lists.EnsureNodes(slot + 1);
        _lists.Reset(slot);
    }

    /// <summary>Lets the slot be found.</summary>
    public void Link(int slot) => _lists.Insert(slot, names.Hash(slots[slot].Ids, slots[slot].Size));

    /// <summary>Lets the slot be found no longer.</summary>
    public void Unlink(int slot, bool keepHints) => _lists.Remove(slot, keepHints);

    /// <summary>The first slot with exactly this set whose ticket may meet the seeker, or -1.</summary>
    public int Find(Ticket seeker, in InterestIds ids, int count, DateTimeOffset now)
    {
        var hash = names.Hash(ids, count);
        var whole = (1 << count) - 1;
        for (var head = _lists.FirstHead(_lists.Peek(hash), hash); head >= 0; head = _lists.FirstHead(_lists[head].Chain, hash))
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
        while (slot >= 0 && !slots[slot].Ticket!.MayMeet(seeker, now))
        {
            slot = _lists[slot].Next;
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
