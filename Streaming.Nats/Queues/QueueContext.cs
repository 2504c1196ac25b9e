using Orleans.Streams;

namespace Whisper.Streaming.Nats.Queues;

/// <summary>What everything that serves one queue needs.</summary>
internal sealed record QueueContext(QueueId Queue, NatsLink Link, NatsStreamOptions Options, NatsStreamMetrics Metrics, NatsStreamLog Log)
{
    public string Name => Link.Names.Consumer(Queue);
}
