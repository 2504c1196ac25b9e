using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Whisper.Grains.Events;

/// <summary>Stores the events of one stream (key: the stream's).</summary>
[Alias("whisper.event-keeper")]
internal interface IEventKeeper : IGrainWithStringKey;

/// <inheritdoc cref="IEventKeeper" />
[ImplicitStreamSubscription(StreamNames.Events)]
internal sealed class EventKeeperGrain(IPlatformEventStore store, ILogger<EventKeeperGrain> log)
    : Grain, IEventKeeper, IStreamSubscriptionObserver, IAsyncObserver<PlatformEventBatch>
{
    // The stream gives a delivery up after the silo's response time-out, and delivers again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<PlatformEventBatch>().ResumeAsync(this);

    public async Task OnNextAsync(PlatformEventBatch item, StreamSequenceToken? token = null)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await store.Add(item.Events, deadline.Token);
        }
        catch (Exception e)
        {
            // an event stays in its stream until it is stored
            EventLog.NotStored(log, item.Events.Length, store.Name, e.Message);
            throw new NotStoredException(e.Message);
        }
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}
