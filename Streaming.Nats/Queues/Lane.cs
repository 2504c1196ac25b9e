namespace Whisper.Streaming.Nats.Queues;

/// <summary>The held events of one Orleans stream, in order, and the cursors on them.</summary>
internal sealed class Lane(StreamId stream)
{
    private readonly LinkedList<HeldEvent> _events = [];
    private readonly List<LaneCursor> _cursors = [];
    private long _next;

    public StreamId Stream => stream;

    /// <summary>The place behind the last event.</summary>
    public long End => _next;

    public bool IsEmpty => _events.Count == 0 && _cursors.Count == 0;

    public bool HasNoCursor => _cursors.Count == 0;

    public IEnumerable<HeldEvent> Events => _events;

    public IEnumerable<LaneCursor> Cursors => _cursors;

    public void Add(HeldEvent held)
    {
        held.Ordinal = _next++;
        _events.AddLast(held);
    }

    /// <summary>The first event that is not before the place.</summary>
    public LinkedListNode<HeldEvent>? From(long ordinal)
    {
        var node = _events.First;
        while (node is not null && node.Value.Ordinal < ordinal)
        {
            node = node.Next;
        }

        return node;
    }

    public void Open(LaneCursor cursor) => _cursors.Add(cursor);

    public void Close(LaneCursor cursor) => _cursors.Remove(cursor);

    /// <summary>Takes out what no cursor needs any more.</summary>
    public void TakeFinished(List<HeldEvent> into)
    {
        var needed = _cursors.Count == 0 ? long.MaxValue : _cursors.Min(cursor => cursor.Place);
        while (_events.First is { Value: var first } && first.IsOver && first.Ordinal < needed)
        {
            into.Add(first);
            _events.RemoveFirst();
        }
    }
}
