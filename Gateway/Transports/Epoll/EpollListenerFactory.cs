using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>Binds those of the web server's ports that this transport can serve: without TLS, on Linux. The others are bound as ever.</summary>
internal sealed class EpollListenerFactory(
    IServiceProvider services, IConfiguration configuration, IOptions<GatewayOptions> options, TimeProvider time, ILogger<EpollListenerFactory> log)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private const int Backlog = 4096;

    /// <inheritdoc />
    public bool CanBind(EndPoint endpoint) =>
        OperatingSystem.IsLinux() && options.Value.Transport != TransportKind.AspNetCore && endpoint is IPEndPoint ip && !TlsPorts.Among(configuration).Contains(ip.Port);

    /// <inheritdoc />
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var transport = services.GetRequiredService<EpollTransport>();
        var contexts = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), log);
        var listener = new EpollListener(transport, Bind((IPEndPoint)endpoint), contexts, time, log);
        transport.Listen(listener);
        return ValueTask.FromResult<IConnectionListener>(listener);
    }

    private static Socket Bind(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            // what is accepted inherits it
            socket.NoDelay = true;
            socket.Blocking = false;
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            throw new AddressInUseException(error.Message, error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
