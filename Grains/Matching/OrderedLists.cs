namespace Whisper.Grains.Matching;

/// <summary>What <see cref="OrderedLists{TOrder}"/> must know about its nodes. A struct, so that calls are inlined.</summary>
internal interface IListOrder
{
    /// <summary>Whether both nodes belong into the same list.</summary>
    bool SameKey(int node, int other);

    /// <summary>Whether <paramref name="node"/> comes before <paramref name="other"/>; a strict total order.</summary>
    bool Precedes(int node, int other);
}

/// <summary>One node: a member of a doubly linked list whose head is also the list's entry in the hash table.</summary>
internal struct Link
{
    /// <summary>The next member, or -1 at the tail.</summary>
    public int Next;

    /// <summary>The member before; at the head, the tail.</summary>
    public int Prev;

    /// <summary>At the head, the next head of the same hash bucket or -1; a negative mark when the node is in no list.</summary>
    public int Chain;

    /// <summary>The hash of the list's key.</summary>
    public uint Hash;

    /// <summary>The slot whose node this is.</summary>
    public int Slot;
}

/// <summary>
/// A hash table of ordered lists over numbered nodes. The head of a list serves as its table entry, so that a list of one
/// (most subsets of rare interests) costs 24 bytes and no object. The table grows by one bucket at a time (linear hashing):
/// there is no pause for rehashing.
/// </summary>
internal sealed class OrderedLists<TOrder>(TOrder order, int pageBits)
    where TOrder : struct, IListOrder
{
    private const int None = -1;
    private const int Out = -2;
    private const int OutWithHints = -3;
    private const int FirstBuckets = 16;

    private readonly PagedArray<Link> _links = new(pageBits);

    // head + 1, so that zero is an empty bucket
    private readonly PagedArray<int> _buckets = new(pageBits: 14);
    private int _bucketCount;
    private uint _bucketMask;

    /// <summary>How many lists there are.</summary>
    public int ListCount { get; private set; }

    /// <summary>The link of a node.</summary>
    public ref Link this[int node] => ref _links[node];

    /// <summary>Makes nodes below <paramref name="count"/> exist. A node that is to be used needs <see cref="Reset"/> first.</summary>
    public void EnsureNodes(int count) => _links.EnsureLength(count);

    /// <summary>Declares a node to be in no list.</summary>
    public void Reset(int node, int slot) => _links[node] = new Link { Next = None, Prev = None, Chain = Out, Slot = slot };

    /// <summary>Whether the node is in its list.</summary>
    public bool IsLinked(int node) => _links[node].Chain >= None;

    /// <summary>The first head with exactly this hash, or -1. Different keys may share a hash: the caller compares them.</summary>
    public int FirstHead(uint hash) => SameHash(Bucket(hash), hash);

    /// <summary>The head after <paramref name="head"/> with exactly this hash, or -1.</summary>
    public int NextHead(int head, uint hash) => SameHash(_links[head].Chain, hash);

    /// <summary>Puts a node into the list of its key, at its place in the order: at once when it belongs at an end or beside its old neighbours.</summary>
    /// <remarks><paramref name="isLast"/> promises that it comes after all others.</remarks>
    public void Insert(int node, uint hash, bool isLast)
    {
        ref var link = ref _links[node];
        var hints = link.Chain == OutWithHints ? (link.Prev, link.Next) : (None, None);
        link.Hash = hash;
        var head = FirstHead(hash);
        while (head >= 0 && !order.SameKey(head, node))
        {
            head = NextHead(head, hash);
        }

        if (head < 0)
        {
            AddList(node, ref link);
            return;
        }

        var before = isLast ? _links[head].Prev : Predecessor(head, node, hints);
        if (before < 0)
        {
            ref var old = ref _links[head];
            (link.Next, link.Prev, link.Chain) = (head, old.Prev, old.Chain);
            (old.Prev, old.Chain) = (node, None);
            ReplaceHead(hash, head, node);
        }
        else
        {
            ref var left = ref _links[before];
            (link.Next, link.Prev, link.Chain) = (left.Next, before, None);
            _links[left.Next < 0 ? head : left.Next].Prev = node;
            left.Next = node;
        }
    }

    /// <summary>Takes a node out of its list. With <paramref name="keepHints"/> it remembers its neighbours for its return.</summary>
    public void Remove(int node, bool keepHints)
    {
        ref var link = ref _links[node];
        if (_links[link.Prev].Next == node)
        {
            _links[link.Prev].Next = link.Next;
            _links[link.Next < 0 ? HeadOfTail(node, link.Hash) : link.Next].Prev = link.Prev;
        }
        else if (link.Next < 0)
        {
            ReplaceHead(link.Hash, node, link.Chain);
            ListCount--;
            link.Prev = None;
        }
        else
        {
            ref var next = ref _links[link.Next];
            (next.Prev, next.Chain) = (link.Prev, link.Chain);
            ReplaceHead(link.Hash, node, link.Next);
            link.Prev = None;
        }

        link.Chain = keepHints ? OutWithHints : Out;
    }

    private int Bucket(uint hash) => _bucketCount == 0 ? None : _buckets[BucketOf(hash)] - 1;

    private int SameHash(int head, uint hash)
    {
        while (head >= 0 && _links[head].Hash != hash)
        {
            head = _links[head].Chain;
        }

        return head;
    }

    private int Predecessor(int head, int node, (int Prev, int Next) hints)
    {
        var back = _links[head].Prev;
        if (order.Precedes(back, node))
        {
            return back;
        }

        if (order.Precedes(node, head))
        {
            return None;
        }

        if (IsMember(hints.Prev, node))
        {
            return PredecessorNear(hints.Prev, node);
        }

        if (IsMember(hints.Next, node))
        {
            return PredecessorNear(hints.Next, node);
        }

        // somewhere in the middle: from both ends at once, as whoever returns was mostly near one of them
        for (var front = head; ;)
        {
            back = _links[back].Prev;
            if (order.Precedes(back, node))
            {
                return back;
            }

            var next = _links[front].Next;
            if (order.Precedes(node, next))
            {
                return front;
            }

            front = next;
        }
    }

    // the node belongs between head and tail, so neither walk runs off an end
    private int PredecessorNear(int near, int node)
    {
        while (order.Precedes(near, node))
        {
            var next = _links[near].Next;
            if (order.Precedes(node, next))
            {
                return near;
            }

            near = next;
        }

        do
        {
            near = _links[near].Prev;
        }
        while (!order.Precedes(near, node));
        return near;
    }

    // a neighbour may have left meanwhile and its number may serve another list
    private bool IsMember(int neighbour, int node) =>
        neighbour >= 0 && IsLinked(neighbour) && _links[neighbour].Hash == _links[node].Hash && order.SameKey(neighbour, node);

    private int HeadOfTail(int tail, uint hash)
    {
        var head = Bucket(hash);
        while (_links[head].Prev != tail)
        {
            head = _links[head].Chain;
        }

        return head;
    }

    private void AddList(int node, ref Link link)
    {
        if (ListCount == _bucketCount)
        {
            Grow();
        }

        ref var bucket = ref _buckets[BucketOf(link.Hash)];
        (link.Next, link.Prev, link.Chain) = (None, node, bucket - 1);
        bucket = node + 1;
        ListCount++;
    }

    private void ReplaceHead(uint hash, int head, int replacement)
    {
        ref var bucket = ref _buckets[BucketOf(hash)];
        if (bucket - 1 == head)
        {
            bucket = replacement + 1;
            return;
        }

        var walk = bucket - 1;
        while (_links[walk].Chain != head)
        {
            walk = _links[walk].Chain;
        }

        _links[walk].Chain = replacement;
    }

    private int BucketOf(uint hash)
    {
        var bucket = hash & _bucketMask;
        return (int)(bucket < (uint)_bucketCount ? bucket : bucket & (_bucketMask >> 1));
    }

    private void Grow()
    {
        if (_bucketCount == 0)
        {
            _bucketCount = FirstBuckets;
            _bucketMask = FirstBuckets - 1;
            _buckets.EnsureLength(_bucketCount);
            return;
        }

        var added = _bucketCount++;
        _buckets.EnsureLength(_bucketCount);
        if ((uint)added > _bucketMask)
        {
            _bucketMask = (_bucketMask << 1) | 1;
        }

        // those whose next bit of the hash is set move from the bucket that the new one shared so far
        ref var old = ref _buckets[(int)((uint)added & (_bucketMask >> 1))];
        var head = old - 1;
        var (stay, move) = (None, None);
        while (head >= 0)
        {
            ref var link = ref _links[head];
            var next = link.Chain;
            if ((link.Hash & _bucketMask) == (uint)added)
            {
                (link.Chain, move) = (move, head);
            }
            else
            {
                (link.Chain, stay) = (stay, head);
            }

            head = next;
        }

        old = stay + 1;
        _buckets[added] = move + 1;
    }
}
