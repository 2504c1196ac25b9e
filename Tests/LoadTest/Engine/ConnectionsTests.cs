using System.Net;
using System.Net.Sockets;
using System.Text;
using Whisper.LoadTest.Engine;
using Xunit;

namespace Whisper.Tests.LoadTest.Engine;

/// <summary>The client against a server that is written out byte by byte.</summary>
public sealed class ConnectionsTests : IConnectionEvents, IDisposable
{
    private const long Patience = 20 * Clock.Second;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Poller _poller = new();
    private readonly Connections _connections;
    private readonly List<string> _events = [];
    private Action<int>? _received;

    public ConnectionsTests()
    {
        _listener.Start();
        var endpoint = Endpoint.Parse($"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _connections = new(4, [endpoint], [new Handshake(endpoint.Host, "/ws", null, 1)], new SourceAddresses(200, 1), _poller, this);
    }

    [Fact]
    public async Task Connects_ComeFromManyAddresses()
    {
        var (first, second) = (await Open(0), await Open(1));
        var (one, other) = ((IPEndPoint)first.RemoteEndPoint!, (IPEndPoint)second.RemoteEndPoint!);
        Assert.NotEqual(one.Address, other.Address);
        Assert.All([one, other], from => Assert.Equal(127, from.Address.GetAddressBytes()[0]));
    }

    [Fact]
    public async Task Frames_OneByteAtATime_AreReadWhole()
    {
        var server = await Open(0);
        foreach (var octet in (byte[])[.. Frame(0x81, "one"), .. Frame(0x81, new string('x', 300)), .. Frame(0x81, "three")])
        {
            server.Send([octet]);
            Turn();
        }

        Until(() => _events.Count == 4);
        Assert.Equal(["0 opened", "0 Text one", $"0 Text {new string('x', 300)}", "0 Text three"], _events);
    }

    [Fact]
    public async Task Frames_BehindTheHandshake_AreReadToo()
    {
        _ = await Open(0, Frame(0x81, "eager"));
        Until(() => _events.Count == 2);
        Assert.Equal("0 Text eager", _events[1]);
    }

    [Fact]
    public async Task Fragments_WithAPingBetween_AreOneMessage()
    {
        var server = await Open(0);
        server.Send([.. Frame(0x01, "to"), .. Frame(0x89, "ping"), .. Frame(0x00, "get"), .. Frame(0x80, "her")]);
        Until(() => _events.Count == 2);
        Assert.Equal("0 Text together", _events[1]);
        Assert.Equal(0x8A, (await Read(server, 10))[0]);
        Assert.Equal(1, _connections.PingsAnswered);
    }

    [Fact]
    public async Task Close_OfTheServer_TellsItsCodeOnce()
    {
        var server = await Open(0);
        server.Send([0x88, 2, 4000 >> 8, 4000 & 0xFF]);
        Until(() => _events.Count == 2);
        Assert.Equal("0 closed 4000", _events[1]);
        Assert.Equal(0x88, (await Read(server, 8))[0]);
        Assert.False(_connections.IsInUse(0));
    }

    [Theory]
    [InlineData(false, "0 closed 1006")]
    [InlineData(true, "0 closed 1006")]
    public async Task End_WithoutAClose_IsABrokenConnection(bool reset, string expected)
    {
        var server = await Open(0);
        server.LingerState = new(reset, 0);
        server.Close();
        Until(() => _events.Count == 2);
        Assert.Equal(expected, _events[1]);
    }

    [Fact]
    public async Task MaskedFrame_OfAServer_EndsTheConnection()
    {
        var server = await Open(0);
        server.Send([0x81, 0x80, 1, 2, 3, 4]);
        Until(() => _events.Count == 2);
        Assert.Equal("0 closed 1002", _events[1]);
    }

    [Fact]
    public async Task Refusal_WithAStatus_NamesIt()
    {
        Assert.Equal(0, _connections.Connect(0, 0));
        Turn();
        using var server = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        server.Send("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n"u8);
        Until(() => _events.Count == 1);
        Assert.Equal("0 closed 503", _events[0]);
    }

    [Fact]
    public void Nobody_ThatListens_IsARefusedConnection()
    {
        _listener.Stop();
        Assert.Equal(0, _connections.Connect(0, 0));
        Until(() => _events.Count == 1);
        Assert.Equal($"0 closed {CloseCodes.NoConnection}", _events[0]);
    }

    [Fact]
    public async Task Slowness_OfTheServer_LosesNothing()
    {
        const int Messages = 400;
        var server = await Open(0);
        var frames = new FrameWriter(1);
        for (var i = 0; i < Messages; i++)
        {
            frames.Frame(new byte[16_000]);
            _connections.Flush(0, frames);
        }

        Assert.True(_connections.IsCongested(0));
        var reading = Task.Run(() => Read(server, Messages * (16_000 + 8)));
        Until(() => reading.IsCompleted);
        Assert.Equal(Messages * (16_000 + 8), (await reading).Length);
        Assert.False(_connections.IsCongested(0));
    }

    [Fact]
    public async Task Connection_ThatIsOpenedAnew_HearsNothingOfTheOldOne()
    {
        var old = await Open(0);
        old.Send(Frame(0x81, "late"));
        _connections.Drop(0, reset: true);
        var server = await Open(0);
        server.Send(Frame(0x81, "new"));
        Until(() => _events.Count == 3);
        Assert.Equal(["0 opened", "0 opened", "0 Text new"], _events);
    }

    [Fact]
    public async Task Closing_WhileAMessageIsHandled_EndsThere()
    {
        var server = await Open(0);
        _received = id => _connections.Close(id);
        server.Send([.. Frame(0x81, "one"), .. Frame(0x81, "two")]);
        Until(() => _events.Count == 2);
        Turn();
        Assert.Equal(["0 opened", "0 Text one"], _events);
        Assert.Equal(0x88, (await Read(server, 8))[0]);
    }

    void IConnectionEvents.Opened(int id) => _events.Add($"{id} opened");

    void IConnectionEvents.Received(int id, Opcode opcode, ReadOnlySpan<byte> payload)
    {
        _events.Add($"{id} {opcode} {Encoding.UTF8.GetString(payload)}");
        _received?.Invoke(id);
    }

    void IConnectionEvents.Closed(int id, int code) => _events.Add($"{id} closed {code}");

    public void Dispose()
    {
        _connections.Dispose();
        _poller.Dispose();
        _listener.Dispose();
    }

    private static byte[] Frame(byte first, string payload) => [.. FramingTests.Head(first, payload.Length), .. Encoding.ASCII.GetBytes(payload)];

    private static async Task<byte[]> Read(Socket server, int count)
    {
        var (bytes, read) = (new byte[count], 0);
        while (read < count && await server.ReceiveAsync(bytes.AsMemory(read)) is > 0 and var more)
        {
            read += more;
        }

        return bytes[..read];
    }

    private async Task<Socket> Open(int id, byte[]? eager = null)
    {
        var opened = _events.Count + 1;
        Assert.Equal(0, _connections.Connect(id, 0));
        Turn();
        var server = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        Turn();
        var request = "";
        var buffer = new byte[1024];
        while (!request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            request += Encoding.ASCII.GetString(buffer, 0, server.Receive(buffer));
        }

        server.Send([.. HandshakeTests.Answer("101 Switching Protocols", HandshakeTests.Accept(HandshakeTests.Key(request))), .. eager ?? []]);
        Until(() => _events.Count >= opened);
        return server;
    }

    private void Until(Func<bool> holds)
    {
        for (var until = Clock.Now + Patience; !holds(); Turn())
        {
            Assert.True(Clock.Now < until, $"It never came to that: {string.Join(", ", _events)}");
        }
    }

    private void Turn()
    {
        var count = _poller.Wait(20 * Clock.Millisecond);
        for (var i = 0; i < count; i++)
        {
            var (events, tag) = _poller[i];
            _connections.Handle(tag, events);
        }
    }
}
