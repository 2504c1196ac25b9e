using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Whisper.Fuzz.Wire;

/// <summary>A TCP connection to a gateway, and the bytes of a handshake for it.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly Socket _socket;
    private byte[] _arrived = new byte[512];
    private int _count;

    private WireClient(Socket socket) => _socket = socket;

    /// <summary>A handshake that any gateway takes.</summary>
    public static byte[] Handshake { get; } = Encoding.ASCII.GetBytes(
        "GET /ws HTTP/1.1\r\nHost: whisper\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: whisper.v1\r\n\r\n");

    /// <summary>Connects, and says nothing yet.</summary>
    public static async Task<WireClient> Connect(EndPoint server, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellation);
            return new WireClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends; false when the server has gone.</summary>
    public async Task<bool> Send(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, cancellation)..];
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The status and the head of the answer to a request; 0 when the connection ended before.</summary>
    public async Task<(int Status, string Head)> ReadAnswer(CancellationToken cancellation)
    {
        int end;
        while ((end = _arrived.AsSpan(0, _count).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await Fill(cancellation))
            {
                return (0, "");
            }
        }

        var head = Encoding.ASCII.GetString(_arrived, 0, end);
        Drop(end + 4);
        return (int.Parse(head.AsSpan(9, 3), provider: null), head);
    }

    /// <summary>The next frame; null at the end of the connection.</summary>
    /// <exception cref="InvalidDataException">The server broke a rule, or ended within a frame.</exception>
    public async Task<ServerFrame?> Read(CancellationToken cancellation)
    {
        while (true)
        {
            if (ServerFrames.TryRead(_arrived.AsSpan(0, _count), out var size) is { } frame)
            {
                Drop(size);
                return frame;
            }

            if (!await Fill(cancellation))
            {
                return null;
            }
        }
    }

    /// <summary>Reads and forgets what has arrived by now.</summary>
    public async Task ReadWhatIsThere()
    {
        while (_socket.Available > 0 && await Fill(CancellationToken.None))
        {
            _count = 0;
        }
    }

    /// <summary>Reads and forgets until the server has ended the connection.</summary>
    public async Task ReadToEnd(CancellationToken cancellation)
    {
        while (await Fill(cancellation))
        {
            _count = 0;
        }
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public void Finish()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // the server was first
        }
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> Fill(CancellationToken cancellation)
    {
        if (_count == _arrived.Length)
        {
            Array.Resize(ref _arrived, _arrived.Length * 2);
        }

        try
        {
            var read = await _socket.ReceiveAsync(_arrived.AsMemory(_count), cancellation);
            _count += read;
            return read > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Drop(int size)
    {
        _arrived.AsSpan(size, _count - size).CopyTo(_arrived);
        _count -= size;
    }
}
