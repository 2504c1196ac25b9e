using System.Collections.Concurrent;
using System.Threading.Channels;
using Whisper.Delivery;
using Whisper.Matching;

namespace Whisper.Tests.Cluster;

/// <summary>A gateway's end of delivery that keeps what arrives for each connection, in order.</summary>
internal sealed class RecordingGateway(IGrainFactory grains, bool takesPacked) : IGatewayObserver, IAsyncDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _dead = new();
    private Task _renewing = Task.CompletedTask;
    private readonly ConcurrentDictionary<ConnectionRef, Channel<ClientEvent>> _inboxes = new();
    private readonly Guid _id = Guid.NewGuid();
    private IGatewayObserver? _reference;
    private int _slots;

    /// <summary>What it says of every search that it is asked about.</summary>
    public bool StillSearches { get; set; } = true;

    /// <summary>What it says of every connection that it is asked about.</summary>
    public bool StillHolds { get; set; } = true;

    /// <summary>Whether it has heard the clients that it is asked about.</summary>
    public bool HasHeard { get; set; } = true;

    public async Task Register()
    {
        _reference = grains.CreateObjectReference<IGatewayObserver>(this);
        await Renew();
        _renewing = Task.Run(RenewUntilDead);
    }

    /// <summary>Dies: its lease is left to run out.</summary>
    public async Task Die()
    {
        await _dead.CancelAsync();
        await _renewing;
    }

    public async ValueTask DisposeAsync()
    {
        await Die();
        _dead.Dispose();
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

    public Task Relay(RelayEvents events)
    {
        var rest = events.Packed.Span;
        var others = 0;
        for (var i = 0; i < events.Count; i++)
        {
            var item = RelayEvent.Read(ref rest);
            var delivery = item.Kind == RelayKind.Other
                ? events.Others[others++]
                : new Whisper.Delivery.Delivery(new ConnectionRef(events.Gateway, item.Slot, item.Generation), item.ToEvent());
            InboxOf(delivery.To).Writer.TryWrite(delivery.Event);
        }

        return Task.CompletedTask;
    }

    public Task<bool> Searches(ConnectionRef connection, TicketId ticket) => Task.FromResult(StillSearches);

    public Task<bool> Holds(ConnectionRef connection) => Task.FromResult(StillHolds);

    public Task<bool> Heard(ConnectionRef connection) => Task.FromResult(HasHeard);

    private Task<LeaseGrant> Renew() => grains.GetGrain<IGatewayLease>(_id).Renew(new LeaseRenewal(_reference!, 1, takesPacked));

    private async Task RenewUntilDead()
    {
        using var timer = new PeriodicTimer(RenewEvery);
        while (!_dead.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_dead.Token);
                await Renew();
            }
            catch (Exception)
            {
                // a silo that was killed; the next renewal reaches another
            }
        }
    }

    private Channel<ClientEvent> InboxOf(ConnectionRef connection) => _inboxes.GetOrAdd(connection, _ => Channel.CreateUnbounded<ClientEvent>());
}
