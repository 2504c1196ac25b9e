using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>Numbers the nodes of the subset index: a ticket with n interests gets a block of 2^n - 1, one per subset.</summary>
internal sealed class NodeBlocks
{
    // free blocks by number of interests; a block is only ever reused whole
    private readonly Stack<int>[] _free = [.. Enumerable.Range(0, InterestRules.MaxCount + 1).Select(_ => new Stack<int>(0))];

    /// <summary>Every node is below this.</summary>
    public int NodeCount { get; private set; }

    /// <summary>How many nodes are in free blocks.</summary>
    public int FreeNodeCount => _free.Select((blocks, size) => blocks.Count * Length(size)).Sum();

    /// <summary>How many nodes a set of <paramref name="size"/> interests needs.</summary>
    public static int Length(int size) => (1 << size) - 1;

    /// <summary>The first node of a free block.</summary>
    public int Take(int size)
    {
        if (_free[size].TryPop(out var block))
        {
            return block;
        }

        block = NodeCount;
        NodeCount += Length(size);
        return block;
    }

    /// <summary>Gives a block back.</summary>
    public void Release(int block, int size) => _free[size].Push(block);
}
