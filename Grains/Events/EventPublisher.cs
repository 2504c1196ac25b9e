using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Whisper.Grains.Events;

/// <summary>Puts messages on the cluster's streams.</summary>
internal interface IEventPublisher
{
    /// <summary>Returns when the stream has it for good. Throws when that did not happen, or is not known, within 2 s.</summary>
    Task Publish(PlatformEventBatch batch);

    /// <inheritdoc cref="Publish(PlatformEventBatch)"/>
    Task Publish(Moderation.StoredReport report);
}

/// <summary>Publishes on the stream provider of the silo.</summary>
internal sealed class EventPublisher(IServiceProvider services, TimeProvider time) : IEventPublisher
{
    // shorter than a gateway's patience, so that a reporter hears what happened
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Task Publish(PlatformEventBatch batch) => Publish(StreamNames.Events, batch.Id, batch);

    public Task Publish(Moderation.StoredReport report) => Publish(StreamNames.Reports, report.Id, report);

    private Task Publish<T>(string streamNamespace, Guid id, T message)
        where T : IStreamedMessage
    {
        // asked for late: the provider is made when the silo starts
        var provider = services.GetRequiredKeyedService<IStreamProvider>(StreamNames.Provider);
        return provider.GetStream<T>(StreamNames.StreamOf(streamNamespace, id)).OnNextAsync(message).WaitAsync(Patience, time);
    }
}
