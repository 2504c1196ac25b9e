using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Tracing;

namespace Whisper.Grains.Delivery;

/// <summary>A silo's way to clients: one queue and one call under way per gateway.</summary>
internal sealed class DeliveryOutbox : IDeliveryOutbox, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly ConcurrentDictionary<Guid, GatewayQueue> _gateways = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly int _batchSize;
    private readonly DeliveryMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Func<IGatewayHere?> _here;

    public DeliveryOutbox(
        IGrainFactory grains, IOptions<DeliveryOptions> options, TimeProvider time, DeliveryMetrics metrics, ILogger<DeliveryOutbox> logger, IServiceProvider services)
    {
        // not made yet, if there is one: it needs the grains that need this
        _here = services.GetService<IGatewayHere>;
        (_grains, _batchSize, _time, _metrics, _logger) = (grains, options.Value.BatchSize, time, metrics, logger);
        metrics.Observe(
            () => _gateways.Values.Sum(queue => queue.Depth),
            () => _gateways.Values.Select(queue => queue.OldestWaited.TotalSeconds).DefaultIfEmpty(0).Max());
    }

    public void Push(ConnectionRef to, ClientEvent clientEvent)
    {
        Push(to.Gateway, new QueuedEvent(to.Slot, to.Generation, default, new Whisper.Delivery.Delivery(to, clientEvent, Spans.Here)));
    }

    public void Push(ConnectionRef to, in ChatWord word)
    {
        if (Spans.Here is not null)
        {
            Push(to, word.ToEvent());
            return;
        }

        Push(to.Gateway, new QueuedEvent(to.Slot, to.Generation, word, null));
    }

    public TimeSpan Waited(ConnectionRef to) => _gateways.GetValueOrDefault(to.Gateway)?.OldestWaited ?? TimeSpan.Zero;

    public void Hurry(ConnectionRef to) => _gateways.GetValueOrDefault(to.Gateway)?.Hurry();

    /// <summary>Before the other silos are told that this one leaves.</summary>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(DeliveryOutbox), ServiceLifecycleStage.Active, _ => Task.CompletedTask, _ => _leaving.CancelAsync());

    /// <inheritdoc />
    public void Dispose() => _leaving.Dispose();

    private void Push(Guid gateway, in QueuedEvent item)
    {
        while (!(_gateways.GetValueOrDefault(gateway) ?? _gateways.GetOrAdd(gateway, Open)).TryPush(item))
        {
            // That queue has just been closed because its gateway is gone; the next one finds out anew.
        }
    }

    private GatewayQueue Open(Guid gateway) => new(
        gateway,
        _grains.GetGrain<IGatewayLease>(gateway),
        _here() is { } here && here.Id == gateway ? here.Observer : null,
        _batchSize,
        _time,
        _metrics,
        _logger,
        queue => _gateways.TryRemove(new KeyValuePair<Guid, GatewayQueue>(gateway, queue)),
        _leaving.Token);
}
