namespace Whisper.Streaming.Nats.Queues;

/// <summary>Remembers the last events that were settled: when JetStream missed the acknowledgement, they are not delivered again.</summary>
internal sealed class SettledEvents
{
    private const int Most = 16_384;

    private readonly HashSet<EventKey> _known = [];
    private readonly Queue<EventKey> _order = new();

    public void Add(EventKey key)
    {
        if (_known.Add(key))
        {
            _order.Enqueue(key);
        }

        if (_order.Count > Most)
        {
            _known.Remove(_order.Dequeue());
        }
    }

    public bool Contains(EventKey key) => _known.Contains(key);
}
