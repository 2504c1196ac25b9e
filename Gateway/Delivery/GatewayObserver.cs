using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Transports;
using Whisper.Matching;
using Whisper.Tracing;

namespace Whisper.Gateway.Delivery;

/// <summary>Where the cluster's deliveries arrive; one per process.</summary>
internal sealed class GatewayObserver(ConnectionTable table, EventRelay relay, GatewayIdentity identity, GatewayMetrics metrics, ILogger<GatewayObserver> log)
    : IGatewayObserver
{
    /// <inheritdoc />
    public Task Deliver(DeliveryBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var item in batch.Items)
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
                // one connection's trouble must not cost the others of the batch theirs
                log.DeliveryFailed(error, item.To.Slot, item.To.Generation);
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
}
