using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Transports;
using Whisper.Matching;
using Whisper.Tracing;

namespace Whisper.Gateway.Delivery;

/// <summary>Where the cluster's deliveries arrive; one per process.</summary>
internal sealed class GatewayObserver(ConnectionTable table, EventRelay relay, GatewayIdentity identity, GatewayMetrics metrics, ILogger<GatewayObserver> log)
    : IGatewayObserver, IGatewayHere
{
    /// <inheritdoc />
    public Guid Id => identity.Id;

    /// <inheritdoc />
    public IGatewayObserver Observer => this;

    /// <inheritdoc />
    public Task Deliver(DeliveryBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var item in batch.Items)
        {
            Deliver(item);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task Relay(RelayEvents events)
    {
        ArgumentNullException.ThrowIfNull(events);
        // all of it is out before the next batch, whose thread may be another, begins
        using var batch = Gathered.Begin();
        var rest = events.Packed.Span;
        var others = 0;
        for (var i = 0; i < events.Count; i++)
        {
            var item = RelayEvent.Read(ref rest);
            if (item.Kind == RelayKind.Other)
            {
                Deliver(events.Others[others++]);
            }
            else if (events.Gateway == identity.Id && table.Find(new ConnectionId(item.Slot, item.Generation)) is { } connection)
            {
                Deliver(connection, item);
            }
            else
            {
                metrics.StaleDelivery();
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<bool> Holds(ConnectionRef connection) => Task.FromResult(Open(connection) is not null);

    /// <inheritdoc />
    public Task<bool> Heard(ConnectionRef connection) => Task.FromResult(Open(connection) is { HeardSinceWelcome: true });

    /// <inheritdoc />
    public Task<bool> Searches(ConnectionRef connection, TicketId ticket) => Task.FromResult(
        Open(connection) is { } held && held.Ticket == ticket && (held.Holding || held.Status == ConnectionStatus.Searching));

    private Connection? Open(ConnectionRef connection) =>
        connection.Gateway == identity.Id && table.Find(new ConnectionId(connection.Slot, connection.Generation)) is { Closing: null } held ? held : null;

    private void Deliver(Connection connection, in RelayEvent item)
    {
        try
        {
            relay.Deliver(connection, item);
        }
        catch (Exception error)
        {
            // one connection's trouble must not cost the others of the batch theirs
            log.DeliveryFailed(error, item.Slot, item.Generation);
        }
    }

    private void Deliver(Whisper.Delivery.Delivery item)
    {
        try
        {
            if (item.To.Gateway == identity.Id && table.Find(new ConnectionId(item.To.Slot, item.To.Generation)) is { } connection)
            {
                using var span = Spans.Continue("whisper.socket", item.Trace);
                span?.Connection(item.To.Slot, item.To.Generation).Session(connection.Session).Gateway(identity.Id).Event(item.Event);
                relay.Deliver(connection, item.Event);
            }
            else
            {
                metrics.StaleDelivery();
            }
        }
        catch (Exception error)
        {
            log.DeliveryFailed(error, item.To.Slot, item.To.Generation);
        }
    }
}
