using System.Collections.Concurrent;
using System.Collections.Immutable;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Silo.Rehearsals;

/// <summary>Stands for a gateway: holds a lease, and hears of the matches of its people.</summary>
internal sealed class RehearsalGateway(IGrainFactory grains) : IGatewayObserver
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<MatchId>> _matches = new();
    private int _connections;

    /// <summary>The way into the cluster.</summary>
    public IGrainFactory Grains => grains;

    /// <summary>Takes the lease, and gets to know each silo.</summary>
    public async Task TakeLease(int silos)
    {
        await grains.GetGrain<IGatewayLease>(_id).Renew(new LeaseRenewal(grains.CreateObjectReference<IGatewayObserver>(this), Connected: 0, TakesPacked: true));
        await Task.WhenAll(Enumerable.Range(0, silos).Select(_ => grains.GetGrain<IGatewayIngress>(0).Knock()));
    }

    /// <summary>One more connection, and the match that it will be told of.</summary>
    public (ConnectionRef Connection, Task<MatchId> Match) Connect()
    {
        var connection = new ConnectionRef(_id, Interlocked.Increment(ref _connections), 1);
        var match = _matches.GetOrAdd(connection.Slot, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        return (connection, match.Task);
    }

    /// <inheritdoc />
    public Task Deliver(DeliveryBatch batch)
    {
        See(batch.Items);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task Relay(RelayEvents events)
    {
        See(events.Others);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<bool> Holds(ConnectionRef connection) => Task.FromResult(true);

    /// <inheritdoc />
    public Task<bool> Heard(ConnectionRef connection) => Task.FromResult(true);

    /// <inheritdoc />
    public Task<bool> Searches(ConnectionRef connection, TicketId ticket) => Task.FromResult(true);

    private void See(ImmutableArray<Whisper.Delivery.Delivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            if (delivery.Event is MatchFoundEvent found && _matches.TryGetValue(delivery.To.Slot, out var match))
            {
                match.TrySetResult(found.Match);
            }
        }
    }
}
