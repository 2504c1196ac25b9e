using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Sessions;

namespace Whisper.Gateway.Connections;

/// <summary>
/// The one way out for connections, safe to take twice. First the session is let go, at once and in this order: mark, keep
/// for a resume, tell the cluster, tell the transport. When the transport says that the socket is gone, the slot and
/// the address are given back.
/// </summary>
internal sealed class Closer(
    ConnectionTable table, SessionDirectory directory, Departures departures, AddressLimits addresses, GatewayMetrics metrics, ILogger<Closer> log)
{
    /// <summary>Closes a connection with a code.</summary>
    public void Close(Connection connection, CloseCode code)
    {
        if (LetGo(connection, code))
        {
            connection.Transport.Close(connection.Id, code);
        }
    }

    /// <summary>The socket is gone, whoever ended it.</summary>
    public void Gone(Connection connection)
    {
        LetGo(connection, CloseCode.None);
        if (table.Remove(connection.Id))
        {
            addresses.Leave(connection.Address);
            metrics.Closed(connection.Closing ?? CloseCode.None);
            log.Closed(connection.Id.Slot, connection.Id.Generation, connection.Session, (int)(connection.Closing ?? CloseCode.None));
        }
    }

    /// <summary>A call that was in flight while its connection closed has come back: now the cluster can be told.</summary>
    public void AfterCall(Connection connection) => departures.Leave(connection);

    private bool LetGo(Connection connection, CloseCode code)
    {
        lock (connection)
        {
            if (connection.Closing is not null)
            {
                return false;
            }

            connection.Closing = code;
            connection.Held = null;
            if (connection.Greeted)
            {
                directory.Lose(connection);
            }

            if (!connection.Busy)
            {
                departures.Leave(connection);
            }
        }

        return true;
    }
}
