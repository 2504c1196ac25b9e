using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Whisper.Fuzz.Wire;

namespace Whisper.Tests.Gateway.Support;

/// <summary>A WebSocket client that does what it is told, right or wrong: its own handshake and its own framing on a TCP socket.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    public const int Continuation = 0x0;
    public const int Text = 0x1;
    public const int Binary = 0x2;
    public const int Close = 0x8;
    public const int Ping = 0x9;
    public const int Pong = 0xA;

    /// <summary>Longer than anything a passing test waits for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpClient _tcp;
    private readonly Stream _stream;

    private RawClient(TcpClient tcp, Stream stream) => (_tcp, _stream) = (tcp, stream);

    /// <summary>The status of the answer to the handshake.</summary>
    public int Status { get; private set; }

    /// <summary>The head of that answer.</summary>
    public string Head { get; private set; } = "";

    /// <summary>Whether pings are answered, as any browser does.</summary>
    public bool AnswersPings { get; set; } = true;

    public static async Task<RawClient> Connect(Uri server, string? subprotocol = "whisper.v1", int? receiveBuffer = null, params string[] headers)
    {
        var client = await Tcp(server, receiveBuffer);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        string[] lines =
        [
            "GET /ws HTTP/1.1", $"Host: {server.Authority}", "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13",
            .. subprotocol is null ? Array.Empty<string>() : [$"Sec-WebSocket-Protocol: {subprotocol}"],
            .. headers, "", "",
        ];
        await client.SendBytes(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)));
        client.Head = await client.ReadAnswer();
        if (client.Head.Length == 0)
        {
            throw new IOException("The connection ended without an answer.");
        }

        client.Status = int.Parse(client.Head.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        return client;
    }

    /// <summary>A connection on which nothing has been said yet.</summary>
    public static async Task<RawClient> Tcp(Uri server, int? receiveBuffer = null)
    {
        var tcp = new TcpClient { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            tcp.ReceiveBufferSize = size;
        }

        await tcp.ConnectAsync(IPAddress.Loopback, server.Port);
        if (server.Scheme != Uri.UriSchemeHttps)
        {
            return new RawClient(tcp, tcp.GetStream());
        }

        // a certificate that was made for the test
        var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate?.Subject == "CN=localhost");
        await tls.AuthenticateAsClientAsync(server.Host);
        return new RawClient(tcp, tls);
    }

    public Task SendText(string text) => SendFrame(Text, Encoding.UTF8.GetBytes(text));

    public Task SendFrame(int opcode, ReadOnlySpan<byte> payload, bool final = true, bool masked = true, int reserved = 0) =>
        SendBytes(Encode(opcode, payload, final, masked, reserved));

    public async Task SendBytes(ReadOnlyMemory<byte> bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _stream.WriteAsync(bytes, patience.Token);
    }

    /// <summary>Sends until the server has had enough of it; for floods that end in a close.</summary>
    public async Task SendWhileOpen(IEnumerable<ReadOnlyMemory<byte>> portions)
    {
        try
        {
            foreach (var portion in portions)
            {
                await SendBytes(portion);
            }
        }
        catch (IOException)
        {
            // reset, which is what the test is about
        }
    }

    /// <summary>The next frame; pings are answered and passed over.</summary>
    public async Task<WireFrame> Receive()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            WireFrame frame;
            try
            {
                frame = await ReceiveAny(patience.Token);
            }
            catch (IOException)
            {
                return new WireFrame(WireFrame.EndOfStream, []);
            }

            if (frame.Opcode != Ping || !AnswersPings)
            {
                return frame;
            }

            await SendFrame(Pong, frame.Payload);
        }
    }

    /// <summary>Reads on until the connection is closed, and says with which code.</summary>
    public async Task<int> ReceiveClose()
    {
        while (true)
        {
            var frame = await Receive();
            if (frame.IsClose || frame.IsEnd)
            {
                return frame.CloseCode;
            }
        }
    }

    /// <summary>The head of the next answer to a request of HTTP.</summary>
    public async Task<string> ReadAnswer()
    {
        using var patience = new CancellationTokenSource(Patience);
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^1] == '\n' && head[^3] == '\n') && await _stream.ReadAsync(one, patience.Token) > 0)
        {
            head.Add(one[0]);
        }

        return Encoding.ASCII.GetString([.. head]);
    }

    /// <summary>Everything until the server ends the connection.</summary>
    public async Task<string> ReadToEnd()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var reader = new StreamReader(_stream, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync(patience.Token);
    }

    /// <summary>Goes without a word, as a network does.</summary>
    public void Drop()
    {
        _tcp.LingerState = new LingerOption(true, 0);
        _tcp.Close();
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    public static byte[] Encode(int opcode, ReadOnlySpan<byte> payload, bool final = true, bool masked = true, int reserved = 0) =>
        new ClientFrame(opcode, payload.ToArray()) { Final = final, Masked = masked, Reserved = reserved, Key = (uint)Random.Shared.NextInt64() }.Encode();

    private async Task<WireFrame> ReceiveAny(CancellationToken patience)
    {
        var head = new byte[8];
        await _stream.ReadExactlyAsync(head.AsMemory(0, 2), patience);
        var opcode = head[0] & 0x0F;
        long length = head[1] & 0x7F;
        if (length >= 126)
        {
            var size = length == 126 ? 2 : 8;
            await _stream.ReadExactlyAsync(head.AsMemory(0, size), patience);
            length = size == 2 ? BinaryPrimitives.ReadUInt16BigEndian(head) : BinaryPrimitives.ReadInt64BigEndian(head);
        }

        var payload = new byte[length];
        await _stream.ReadExactlyAsync(payload, patience);
        return new WireFrame(opcode, payload);
    }
}
