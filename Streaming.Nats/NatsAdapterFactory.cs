using System.Collections.Concurrent;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Streams;
using Whisper.Streaming.Nats.Queues;

namespace Whisper.Streaming.Nats;

/// <summary>Builds the parts of a provider.</summary>
internal sealed class NatsAdapterFactory(
    string name, NatsStreamOptions options, NatsLink link, NatsStreamProbe probe, Serializer serializer, NatsStreamMetrics metrics, NatsStreamLog log)
    : IQueueAdapterFactory, IQueueAdapterCache
{
    private readonly HashRingBasedStreamQueueMapper _queues = new(new HashRingStreamQueueMapperOptions { TotalQueueCount = options.Queues }, name);

    // the agent of a queue asks for its cache first, then for its receiver
    private readonly ConcurrentDictionary<QueueId, EventCache> _caches = new();

    /// <summary>Refuses to start when NATS cannot be used.</summary>
    public async Task<IQueueAdapter> CreateAdapter(CancellationToken cancellationToken)
    {
        await probe.Require(options.StartTimeout, cancellationToken);
        return new NatsAdapter(name, options, _queues, link, serializer, metrics, Open);
    }

    public Task<IQueueAdapter> CreateAdapter() => CreateAdapter(CancellationToken.None);

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IQueueCache CreateQueueCache(QueueId queueId) => _caches[queueId] = new EventCache(options, metrics);

    public IStreamQueueMapper GetStreamQueueMapper() => _queues;

    // the agent logs each failure, the cursor counts it
    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler(false));

    private QueueReceiver Open(QueueId queue)
    {
        _caches.TryRemove(queue, out var cache);
        return new QueueReceiver(new QueueContext(queue, link, options, metrics, log), cache ?? new EventCache(options, metrics), serializer);
    }
}
