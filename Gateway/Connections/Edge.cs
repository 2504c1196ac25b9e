using Whisper.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Sessions;
using Whisper.Gateway.Transports;

namespace Whisper.Gateway.Connections;

/// <summary>Where transports meet sessions: gives sockets their place in the table and hands their frames on.</summary>
internal sealed class Edge(
    ConnectionTable table,
    Liveness liveness,
    FrameDispatch dispatch,
    Outbound outbound,
    Closer closer,
    ClientLimits limits,
    GatewayClock clock,
    GatewayMetrics metrics,
    ILogger<Edge> log) : IEdge
{
    /// <inheritdoc />
    public ConnectionId Open(ITransport transport, AddressKey address)
    {
        var connection = new Connection(transport, address, clock.NowMs);
        var id = table.Add(connection);
        metrics.Opened();
        log.Opened(id.Slot, id.Generation);
        liveness.Watch(connection);
        return id;
    }

    /// <inheritdoc />
    public void Heard(ConnectionId id, int frames)
    {
        if (table.Find(id) is { } connection)
        {
            connection.HeardMs = clock.NowMs;
            if (frames > 0 && connection.Closing is null && !limits.Frames(connection, frames))
            {
                closer.Close(connection, CloseCode.Violation);
            }
        }
    }

    /// <inheritdoc />
    public void Frame(ConnectionId id, ReadOnlySpan<byte> utf8)
    {
        if (table.Find(id) is not { Closing: null } connection)
        {
            return;
        }

        using var frame = Afterwards.Begin();
        try
        {
            dispatch.Dispatch(connection, utf8);
        }
        catch (Exception error)
        {
            log.DispatchFailed(error, id.Slot, id.Generation);
            outbound.Error(connection, FrameError.Internal);
        }
    }

    /// <inheritdoc />
    public void Violated(ConnectionId id, CloseCode code)
    {
        if (table.Find(id) is { } connection)
        {
            closer.Close(connection, code);
        }
    }

    /// <inheritdoc />
    public void Closed(ConnectionId id)
    {
        if (table.Find(id) is { } connection)
        {
            closer.Gone(connection);
        }
    }
}
