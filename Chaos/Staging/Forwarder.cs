using System.Net;
using System.Net.Sockets;

namespace Whisper.Chaos.Staging;

/// <summary>A piece of network: passes bytes on to a port, until it is cut, from when on it swallows them and says nothing.</summary>
internal sealed class Forwarder : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];
    private readonly Lock _gate = new();
    private readonly int _port;
    private volatile bool _cut;

    public Forwarder(int port)
    {
        _port = port;
        _listener.Start();
        _ = Accept();
    }

    /// <summary>Where to connect.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>From now on nothing passes, on connections that are open and on new ones.</summary>
    public void Cut() => _cut = true;

    /// <summary>From now on new connections pass; those that were cut stay dead, as after a change of network.</summary>
    public void Heal() => _cut = false;

    public void Dispose()
    {
        _listener.Dispose();
        lock (_gate)
        {
            _sockets.ForEach(socket => socket.Dispose());
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var near = Keep(await _listener.AcceptSocketAsync());
                if (!_cut)
                {
                    _ = Connect(near);
                }
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // disposed
        }
    }

    private async Task Connect(Socket near)
    {
        var far = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port);
            var dead = new StrongBox();
            await Task.WhenAny(Pass(near, far, dead), Pass(far, near, dead));
            if (!dead.IsDead)
            {
                near.Dispose();
                far.Dispose();
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            near.Dispose();
        }
    }

    /// <summary>Ends when one side does; never once it was cut.</summary>
    private async Task Pass(Socket from, Socket to, StrongBox dead)
    {
        var buffer = new byte[2048];
        try
        {
            while (true)
            {
                var count = await from.ReceiveAsync(buffer);
                dead.IsDead |= _cut;
                if (dead.IsDead)
                {
                    await Task.Delay(Timeout.Infinite);
                }

                if (count == 0)
                {
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // one side is gone
        }
    }

    private Socket Keep(Socket socket)
    {
        lock (_gate)
        {
            _sockets.Add(socket);
        }

        return socket;
    }

    private sealed class StrongBox
    {
        public bool IsDead { get; set; }
    }
}
