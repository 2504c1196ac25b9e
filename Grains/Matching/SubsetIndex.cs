using System.Diagnostics;
using System.Numerics;
using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>
/// Enrolled tickets under each of their subsets (at most 31), every list ordered by the wait. Probing a seeker's own
/// subsets from the largest down meets the greatest overlap first, however many wait.
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

    public SubsetIndex(SlotTable slots, InterestNames names)
    {
        (_slots, _names) = (slots, names);
        _lists = new OrderedLists<WaitOrder>(new WaitOrder(this), pageBits: 9);
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
        for (var mask = 0; mask < 1 << entry.Size; mask++)
        {
            _lists.Reset(entry.Block + mask);
        }

        _lists[entry.Block].Next = slot;
    }

    /// <summary>Takes the nodes of an unlinked slot back.</summary>
    public void Release(int slot) => _blocks.Release(_slots[slot].Block);

    /// <summary>Lets the slot be found.</summary>
    public void Link(int slot)
    {
        ref var entry = ref _slots[slot];
        Span<uint> hashes = stackalloc uint[MaxSubsets];
        _names.HashSubsets(entry.Ids, entry.Size, hashes);
        Warm(hashes, entry.Size);
        for (var mask = 1; mask < 1 << entry.Size; mask++)
        {
            _lists.Insert(entry.Block + mask, hashes[mask]);
        }
    }

    /// <summary>Lets the slot be found no longer.</summary>
    public void Unlink(int slot, bool keepHints)
    {
        ref var entry = ref _slots[slot];
        for (var mask = 1; mask < 1 << entry.Size; mask++)
        {
            _lists.Remove(entry.Block + mask, keepHints);
        }
    }

    /// <summary>The slot that shares most with the seeker; among equals the longest wait. -1 when nobody shares anything.</summary>
    public int Find(Ticket seeker, in InterestIds ids, int count, DateTimeOffset now)
    {
        Span<uint> hashes = stackalloc uint[MaxSubsets];
        Span<int> heads = stackalloc int[MaxSubsets];
        _names.HashSubsets(ids, count, hashes);
        for (var mask = 1; mask < 1 << count; mask++)
        {
            heads[mask] = _lists.Peek(hashes[mask]);
        }

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

            var head = FindList(heads[mask], hashes[mask], ids, mask);
            best = FirstAllowed(head, best, seeker, now);
        }

        return best;
    }

    private static byte[] MasksOf(int count) =>
        [.. Enumerable.Range(1, (1 << count) - 1).OrderByDescending(mask => int.PopCount(mask)).Select(mask => (byte)mask)];

    private int FindList(int head, uint hash, in InterestIds ids, int mask)
    {
        for (head = _lists.FirstHead(head, hash); head >= 0; head = _lists.FirstHead(_lists[head].Chain, hash))
        {
            var (slot, ownMask) = Owner(head);
            if (InterestIds.SameSubset(_slots[slot].Ids, ownMask, ids, mask))
            {
                break;
            }
        }

        return head;
    }

    private int FirstAllowed(int node, int best, Ticket seeker, DateTimeOffset now)
    {
        for (; node >= 0; node = _lists[node].Next)
        {
            var slot = Owner(node).Slot;
            if (best >= 0 && !Precedes(slot, best))
            {
                break;
            }

            if (_slots[slot].Ticket!.MayMeet(seeker, now))
            {
                return slot;
            }
        }

        return best;
    }

    // The lists of a set lie far apart in memory. Loads that do not depend on each other overlap; those inside Insert would not.
    private void Warm(ReadOnlySpan<uint> hashes, int count)
    {
        Span<int> heads = stackalloc int[MaxSubsets];
        for (var mask = 1; mask < 1 << count; mask++)
        {
            heads[mask] = _lists.Peek(hashes[mask]);
        }

        var found = 0u;
        for (var mask = 1; mask < 1 << count; mask++)
        {
            found |= heads[mask] < 0 ? 0 : _lists[heads[mask]].Hash;
        }

        Debug.Assert(found <= uint.MaxValue);
    }

    private (int Slot, int Mask) Owner(int node)
    {
        var (block, mask) = _blocks.Locate(node);
        return (_lists[block].Next, mask);
    }

    private bool Precedes(int slot, int other)
    {
        ref var a = ref _slots[slot];
        ref var b = ref _slots[other];
        return a.Since != b.Since ? a.Since < b.Since : a.Arrival < b.Arrival;
    }

    private readonly struct WaitOrder(SubsetIndex index) : IListOrder
    {
        public bool SameKey(int node, int other)
        {
            var (slot, mask) = index.Owner(node);
            var (otherSlot, otherMask) = index.Owner(other);
            return InterestIds.SameSubset(index._slots[slot].Ids, mask, index._slots[otherSlot].Ids, otherMask);
        }

        public bool Precedes(int node, int other) => index.Precedes(index.Owner(node).Slot, index.Owner(other).Slot);
    }
}
