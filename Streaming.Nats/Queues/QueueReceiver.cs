using Orleans.Serialization;
using Orleans.Streams;

namespace Whisper.Streaming.Nats.Queues;

/// <summary>Serves one queue while this silo has it: hands its events to the pulling agent, and settles what the agent delivered.</summary>
internal sealed class QueueReceiver(QueueContext context, EventCache cache, Serializer serializer) : IQueueAdapterReceiver, IAsyncDisposable
{
    private const int TouchesPerAckWait = 3;

    private readonly EventFeed _feed = new(context);
    private readonly Settler _settler = new(context);
    private readonly SettledEvents _settled = new();
    private QueueWatchdog? _watchdog;
    private DateTimeOffset _nextTouch;

    // It may fail as often as it likes: the feed goes on trying, and a failure here would be final.
    public Task Initialize(TimeSpan timeout)
    {
        _settler.Start();
        _feed.Start();
        _watchdog = new QueueWatchdog(context, _feed, () => cache.Count < context.Options.MaxHeld, () => cache.Count + _feed.Arrivals.Count + _settler.Count);
        return Task.CompletedTask;
    }

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
    {
        var events = cache.Awaited();
        var room = context.Options.MaxHeld - cache.Count;
        for (var added = 0; added < Math.Min(maxCount, room) && _feed.Arrivals.TryRead(out var arrival);)
        {
            if (Accept(arrival) is { } held)
            {
                events.Add(held);
                added++;
            }
        }

        KeepAlive();
        return Task.FromResult<IList<IBatchContainer>>(events);
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages)
    {
        foreach (var held in messages.OfType<HeldEvent>())
        {
            _settled.Add(held.Key);
            if (held.DeadReason is { } reason)
            {
                _settler.Bury(held.Reply, new DeadLetter(held.Key, held.Body, reason, held.StreamId.ToString(), held.Failures));
            }
            else
            {
                _settler.Acknowledge(held.Reply);
            }
        }

        return Task.CompletedTask;
    }

    public async Task Shutdown(TimeSpan timeout)
    {
        await (_watchdog?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _feed.DisposeAsync();
        if (cache.TryPurgeFromCache(out var delivered))
        {
            await MessagesDeliveredAsync(delivered);
        }

        await _settler.Finish(timeout);
        await _settler.DisposeAsync();
        context.Metrics.Forget(context.Name);
    }

    public async ValueTask DisposeAsync() => await Shutdown(TimeSpan.Zero);

    private HeldEvent? Accept(Arrival arrival)
    {
        if (cache.Knows(arrival.Key, out var known))
        {
            known.Reply = arrival.Reply;
            known.Touched = cache.Now;
            return null;
        }

        if (_settled.Contains(arrival.Key))
        {
            _settler.Acknowledge(arrival.Reply);
            return null;
        }

        if (arrival.IsRedelivery)
        {
            context.Metrics.Redelivered();
        }

        try
        {
            var batch = serializer.Deserialize<NatsBatchContainer>(arrival.Body) ?? throw new InvalidOperationException("There is nothing in it.");
            batch.Token = new((long)arrival.Key.Sequence);
            return new HeldEvent(arrival.Key, batch, arrival.Body, arrival.Reply, cache.Now);
        }
        catch (Exception exception)
        {
            // not ours, or not whole: no stream to keep in order, and no time will mend it
            _settled.Add(arrival.Key);
            _settler.Bury(arrival.Reply, new DeadLetter(arrival.Key, arrival.Body, $"it is no event: {exception.GetType().Name}", "", 0));
            return null;
        }
    }

    private void KeepAlive()
    {
        if (cache.Now < _nextTouch)
        {
            return;
        }

        var often = context.Options.AckWait / TouchesPerAckWait;
        _nextTouch = cache.Now + (often / 2);
        foreach (var held in cache.Held.Where(held => held.Touched + often <= cache.Now))
        {
            held.Touched = cache.Now;
            _settler.KeepAlive(held.Reply);
        }
    }
}
