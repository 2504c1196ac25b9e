using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>
/// Numbers the nodes of the subset index. A ticket with n interests gets an aligned block of 2^n nodes, one per subset,
/// at the place of the subset's mask; the place of the empty subset names the ticket's slot. So neither the ticket nor
/// the subset has to be stored beside each node.
/// </summary>
internal sealed class NodeBlocks
{
    private const int PageBits = InterestRules.MaxCount;

    // free blocks and the number of interests per page of 32 nodes, which all belong to blocks of one size
    private readonly Stack<int>[] _free = [.. Enumerable.Range(0, InterestRules.MaxCount + 1).Select(_ => new Stack<int>(0))];
    private readonly PagedArray<byte> _pageSizes = new(pageBits: 12);
    private int _pages;

    /// <summary>Every node is below this.</summary>
    public int NodeCount => _pages << PageBits;

    /// <summary>How many nodes are in free blocks.</summary>
    public int FreeNodeCount => _free.Select((blocks, size) => blocks.Count << size).Sum();

    /// <summary>The first node of a free block for a set of <paramref name="size"/> interests.</summary>
    public int Take(int size)
    {
        var free = _free[size];
        if (free.TryPop(out var block))
        {
            return block;
        }

        var page = _pages++;
        _pageSizes.EnsureLength(_pages);
        _pageSizes[page] = (byte)size;
        for (block = (page + 1) << PageBits; (block -= 1 << size) > page << PageBits;)
        {
            free.Push(block);
        }

        return block;
    }

    /// <summary>Gives a block back.</summary>
    public void Release(int block) => _free[_pageSizes[block >> PageBits]].Push(block);

    /// <summary>The block a node is in, and the mask of its subset.</summary>
    public (int Block, int Mask) Locate(int node)
    {
        var mask = node & ((1 << _pageSizes[node >> PageBits]) - 1);
        return (node - mask, mask);
    }
}
