using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Whisper.Delivery;

namespace Whisper.Grains.Delivery;

/// <summary>A silo's way to clients: one queue and one call under way per gateway.</summary>
internal sealed class DeliveryOutbox(IGrainFactory grains, TimeProvider time, DeliveryMetrics metrics, ILogger<DeliveryOutbox> logger) : IDeliveryOutbox
{
    private readonly ConcurrentDictionary<Guid, GatewayQueue> _gateways = new();

    public void Push(ConnectionRef to, ClientEvent clientEvent)
    {
        var delivery = new Whisper.Delivery.Delivery(to, clientEvent);
        while (!_gateways.GetOrAdd(to.Gateway, Open).TryPush(delivery))
        {
            // That queue has just been closed because its gateway is gone; the next one finds out anew.
        }
    }

    private GatewayQueue Open(Guid gateway) => new(
        gateway,
        grains.GetGrain<IGatewayLease>(gateway),
        time,
        metrics,
        logger,
        queue => _gateways.TryRemove(new KeyValuePair<Guid, GatewayQueue>(gateway, queue)));
}
