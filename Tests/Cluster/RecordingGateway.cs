using System.Collections.Concurrent;
using System.Threading.Channels;
using Whisper.Delivery;

namespace Whisper.Tests.Cluster;

/// <summary>A gateway's end of delivery that keeps what arrives for each connection, in order.</summary>
internal sealed class RecordingGateway(IGrainFactory grains) : IGatewayObserver
{
    private readonly ConcurrentDictionary<ConnectionRef, Channel<ClientEvent>> _inboxes = new();
    private readonly Guid _id = Guid.NewGuid();
    private IGatewayObserver? _reference;
    private int _slots;

    public async Task Register()
    {
        _reference = grains.CreateObjectReference<IGatewayObserver>(this);
        await grains.GetGrain<IGatewayLease>(_id).Renew(new LeaseRenewal(_reference, 1));
    }

    public ConnectionRef NewConnection() => new(_id, Interlocked.Increment(ref _slots), 1);

    public ChannelReader<ClientEvent> Inbox(ConnectionRef connection) => InboxOf(connection).Reader;

    public Task Deliver(DeliveryBatch batch)
    {
        foreach (var delivery in batch.Items)
        {
            InboxOf(delivery.To).Writer.TryWrite(delivery.Event);
        }

        return Task.CompletedTask;
    }

    private Channel<ClientEvent> InboxOf(ConnectionRef connection) => _inboxes.GetOrAdd(connection, _ => Channel.CreateUnbounded<ClientEvent>());
}
