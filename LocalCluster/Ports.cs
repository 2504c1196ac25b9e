using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Whisper.LocalCluster;

/// <summary>Loopback ports.</summary>
public static class Ports
{
    // below those that the kernel gives to outgoing connections: one of these would take the port of a server that is
    // down for a while
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port that nobody listens on now, and that this process was not given before.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (!IsTaken(port) && Given.TryAdd(port, true))
            {
                return port;
            }
        }
    }

    /// <summary>Whether a listener could not be opened on a port.</summary>
    public static bool IsTaken(int port)
    {
        // servers set the same, so that connections which are still closing do not count
        using var listener = new TcpListener(IPAddress.Any, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return true;
        }
    }

    /// <summary>Whether somebody listens.</summary>
    public static async Task<bool> IsOpen(int port, CancellationToken cancellation = default)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
