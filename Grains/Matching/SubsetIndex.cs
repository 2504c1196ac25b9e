using System.Numerics;
using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>
/// Enrolled tickets under each of their subsets (at most 31), every list ordered by the wait. Probing a seeker's own
/// subsets from the largest down meets the greatest overlap first, however many wait. A search parks the held nodes that
/// it meets: nobody walks over one twice, and a ticket that nobody met while it was held costs nothing to hold.
/// </summary>
internal sealed class SubsetIndex
{
    private const int MaxSubsets = 1 << InterestRules.MaxCount;

    // per number of interests, the masks of their subsets, the largest subsets first
    private static readonly byte[][] Masks = [.. Enumerable.Range(0, InterestRules.MaxCount + 1).Select(MasksOf)];

    private readonly SlotTable _slots;
    private readonly InterestNames _names;
    private readonly NodeBlocks _blocks = new();
    private readonly OrderedLists<WaitOrder> _lists;

    // the last of all that were ever linked: whoever comes after it goes to the tail of its lists unseen
    private (long Since, long Arrival) _last = (long.MinValue, 0);

    public SubsetIndex(SlotTable slots, InterestNames names)
    {
        (_slots, _names) = (slots, names);
        _lists = new OrderedLists<WaitOrder>(new WaitOrder(this), pageBits: 12);
    }

    /// <summary>How many different subsets wait.</summary>
    public int ListCount => _lists.ListCount;

    /// <summary>Every node is below this.</summary>
    public int NodeCount => _blocks.NodeCount;

    /// <summary>How many of them belong to no ticket.</summary>
    public int FreeNodeCount => _blocks.FreeNodeCount;

    /// <summary>Gives the slot its nodes.</summary>
    public void Prepare(int slot)
    {
        ref var entry = ref _slots[slot];
        entry.Block = _blocks.Take(entry.Size);
        _lists.EnsureNodes(_blocks.NodeCount);
        for (var node = entry.Block; node < entry.Block + NodeBlocks.Length(entry.Size); node++)
        {
            _lists.Reset(node, slot);
        }
    }

    /// <summary>Lets the slot be found.</summary>
    public void Link(int slot)
    {
        ref var entry = ref _slots[slot];
        Span<uint> hashes = stackalloc uint[MaxSubsets];
        hashes = hashes[..(1 << entry.Size)];
        _names.HashSubsets(entry.Ids, entry.Size, hashes);
        var isLast = entry.Since > _last.Since || (entry.Since == _last.Since && entry.Arrival > _last.Arrival);
        if (isLast)
        {
            _last = (entry.Since, entry.Arrival);
        }

        for (var mask = 1; mask < hashes.Length; mask++)
        {
            _lists.Insert(entry.Block + mask - 1, hashes[mask], isLast);
        }
    }

    /// <summary>Puts those nodes of the slot back in their places that searches parked.</summary>
    public void Unpark(int slot)
    {
        ref var entry = ref _slots[slot];
        for (var node = entry.Block; entry.Parked > 0; node++)
        {
            if (!_lists.IsLinked(node))
            {
                _lists.Insert(node, _lists[node].Hash, isLast: false);
                entry.Parked--;
            }
        }
    }

    /// <summary>Takes the slot out for good.</summary>
    public void Release(int slot)
    {
        ref var entry = ref _slots[slot];
        for (var node = entry.Block; node < entry.Block + NodeBlocks.Length(entry.Size); node++)
        {
            if (_lists.IsLinked(node))
            {
                _lists.Remove(node, keepHints: false);
            }
        }

        _blocks.Release(entry.Block, entry.Size);
    }

    /// <summary>The slot that shares most with the seeker; among equals the longest wait. -1 when nobody shares anything.</summary>
    public int Find(Ticket seeker, in InterestIds ids, int count, DateTimeOffset now)
    {
        Span<uint> hashes = stackalloc uint[MaxSubsets];
        hashes = hashes[..(1 << count)];
        _names.HashSubsets(ids, count, hashes);
        var best = -1;
        var size = 0;
        foreach (var mask in Masks[count])
        {
            if (BitOperations.PopCount(mask) != size)
            {
                if (best >= 0)
                {
                    break;
                }

                size = BitOperations.PopCount(mask);
            }

            var head = FindList(hashes[mask], ids, mask);
            best = FirstAllowed(head, best, seeker, now);
        }

        return best;
    }

    private static byte[] MasksOf(int count) =>
        [.. Enumerable.Range(1, (1 << count) - 1).OrderByDescending(mask => int.PopCount(mask)).Select(mask => (byte)mask)];

    private int FindList(uint hash, in InterestIds ids, int mask)
    {
        var head = _lists.FirstHead(hash);
        for (; head >= 0; head = _lists.NextHead(head, hash))
        {
            if (InterestIds.SameSubset(Owner(head, out var ownMask).Ids, ownMask, ids, mask))
            {
                break;
            }
        }

        return head;
    }

    private int FirstAllowed(int node, int best, Ticket seeker, DateTimeOffset now)
    {
        while (node >= 0)
        {
            var slot = _lists[node].Slot;
            if (best >= 0 && !Precedes(slot, best))
            {
                break;
            }

            var next = _lists[node].Next;
            ref var entry = ref _slots[slot];
            if (entry.IsHeld)
            {
                _lists.Remove(node, keepHints: true);
                entry.Parked++;
            }
            else if (entry.Ticket!.MayMeet(seeker, now))
            {
                return slot;
            }

            node = next;
        }

        return best;
    }

    // the nodes of a block stand in the order of their subsets' masks
    private ref Slot Owner(int node, out int mask)
    {
        ref var owner = ref _slots[_lists[node].Slot];
        mask = node - owner.Block + 1;
        return ref owner;
    }

    private bool Precedes(int slot, int other)
    {
        ref var a = ref _slots[slot];
        ref var b = ref _slots[other];
        return a.Since != b.Since ? a.Since < b.Since : a.Arrival < b.Arrival;
    }

    private readonly struct WaitOrder(SubsetIndex index) : IListOrder
    {
        public bool SameKey(int node, int other) =>
            InterestIds.SameSubset(index.Owner(node, out var mask).Ids, mask, index.Owner(other, out var otherMask).Ids, otherMask);

        public bool Precedes(int node, int other) => index.Precedes(index._lists[node].Slot, index._lists[other].Slot);
    }
}
