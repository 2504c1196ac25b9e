using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Whisper.Chaos.Wire;

/// <summary>
/// A WebSocket on a bare TCP socket: one buffer and one pending read, so that thousands of them cost little beside the
/// cluster that they are to test.
/// </summary>
internal sealed class FrameSocket : IDisposable
{
    private const int FirstBuffer = 1024;

    /// <summary>The close code of a connection that ended without one.</summary>
    public const int Broken = 1006;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[FirstBuffer];
    private int _filled;
    private bool _dropped;

    /// <summary>Connects and shakes hands; false when nobody is there or the answer is not 101.</summary>
    public async Task<bool> Open(IPEndPoint server)
    {
        try
        {
            await _socket.ConnectAsync(server);
            var key = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
            var request = $"GET /ws HTTP/1.1\r\nHost: {server}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: whisper.v1\r\n\r\n";
            await _socket.SendAsync(Encoding.ASCII.GetBytes(request));
            return await Upgraded();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Sends at once; false when the connection is gone, or takes no more.</summary>
    public bool Send(ClientFrame frame) => Send(Framing.Text, JsonSerializer.SerializeToUtf8Bytes(frame, WireJson.Default.ClientFrame));

    /// <summary>Hands on what arrives, until the end: its close code.</summary>
    public async Task<int> Listen(Action<ServerFrame> received)
    {
        try
        {
            while (true)
            {
                if (Deliver(received) is { } code)
                {
                    return code;
                }

                if (await Read() == 0)
                {
                    return Broken;
                }
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return Broken;
        }
    }

    /// <summary>Lets go of the socket without a word.</summary>
    public void Dispose()
    {
        _dropped = true;
        _socket.Dispose();
    }

    /// <summary>Says good-bye as a browser does, and lets go.</summary>
    public void Close()
    {
        Span<byte> normal = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(normal, 1000);
        _ = Send(Framing.Close, normal);
        Dispose();
    }

    private bool Send(int opcode, ReadOnlySpan<byte> payload)
    {
        if (_dropped)
        {
            return false;
        }

        var frame = Framing.Encode(opcode, payload);
        try
        {
            _socket.Blocking = false;
            return _socket.Send(frame) == frame.Length;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task<bool> Upgraded()
    {
        while (true)
        {
            var end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var accepted = _buffer.AsSpan(0, _filled).StartsWith("HTTP/1.1 101"u8);
                Consume(end + 4);
                return accepted;
            }

            if (await Read() == 0)
            {
                return false;
            }
        }
    }

    private async ValueTask<int> Read()
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
        _filled += count;
        return count;
    }

    private int? Deliver(Action<ServerFrame> received)
    {
        var from = 0;
        while (!_dropped && Framing.TryRead(_buffer.AsSpan(from, _filled - from), out var opcode, out var start, out var length))
        {
            var payload = _buffer.AsSpan(from + start, length);
            switch (opcode)
            {
                case Framing.Text:
                    received(JsonSerializer.Deserialize(payload, WireJson.Default.ServerFrame)!);
                    break;
                case Framing.Ping:
                    _ = Send(Framing.Pong, payload);
                    break;
                case Framing.Close:
                    return length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload) : Broken;
            }

            from += start + length;
        }

        Consume(from);
        return _dropped ? Broken : null;
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
