using System.Text;
using Whisper.Fuzz.Running;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports.Hostile;

/// <summary>Clients that connect and do not get on with it, or send more than a handshake needs.</summary>
public sealed class SlowHandshakeTests(SharedGateways gateways)
{
    private const string Head = "GET /ws HTTP/1.1\r\nHost: whisper\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    [Fact]
    public async Task Silence_AndHalfAHandshake_AreGivenUpOnEveryTransport()
    {
        // all at the same time: each takes the web server's five seconds
        string[] beginnings = ["", "G", "GET /ws", "GET /ws HTTP/1.1\r\nHost: whisper\r\n", Head, "GET / HTTP/1.1\r\nHost: x\r\n"];
        await Task.WhenAll(TransportList.All.SelectMany(transport => beginnings.Select(beginning => GivesUp(transport, beginning))));
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task AByteAtATime_IsAHandshakeAsAnyOther(string transport)
    {
        var gateway = await gateways.Of(transport);
        await using var raw = await RawClient.Tcp(gateway.Address);
        foreach (var item in Encoding.ASCII.GetBytes($"{Head}\r\n"))
        {
            await raw.SendBytes(new[] { item });
        }

        Assert.StartsWith("HTTP/1.1 101 ", await raw.ReadAnswer(), StringComparison.Ordinal);
        await ChatClient.Over(gateway.Address, raw).Hello();
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task FramesBehindTheHandshake_AreHandledInOrder(string transport)
    {
        var gateway = await gateways.Of(transport);
        await using var raw = await RawClient.Tcp(gateway.Address);
        await raw.SendBytes((byte[])
        [
            .. Encoding.ASCII.GetBytes($"{Head}\r\n"), .. RawClient.Encode(RawClient.Text, """{"type":"hello"}"""u8), .. RawClient.Encode(RawClient.Text, """{"type":"ping"}"""u8),
        ]);
        Assert.StartsWith("HTTP/1.1 101 ", await raw.ReadAnswer(), StringComparison.Ordinal);
        var client = ChatClient.Over(gateway.Address, raw);
        await client.Expect("welcome");
        await client.Expect("pong");
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task HundredKilobytes_AreRefusedWhereverTheyStand(string transport)
    {
        var gateway = await gateways.Of(transport);
        var padding = new string('x', 100_000);
        (string Request, int Status)[] cases =
        [
            ($"{Head}X-Padding: {padding}\r\n\r\n", 431),
            ($"GET /ws?{padding} HTTP/1.1\r\nHost: whisper\r\n\r\n", 414),
            ($"{Head}{string.Concat(Enumerable.Repeat("X-Padding: x\r\n", 8_000))}\r\n", 431),
            (padding, 414),
        ];
        foreach (var (request, status) in cases)
        {
            await using var raw = await RawClient.Tcp(gateway.Address);
            var answer = raw.ReadAnswer();
            await raw.SendWhileOpen([Encoding.ASCII.GetBytes(request)]);
            Assert.StartsWith($"HTTP/1.1 {status} ", await answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task HandshakeThatIsNone_Is400(string transport)
    {
        var gateway = await gateways.Of(transport);
        string[] requests =
        [
            Head.Replace("Upgrade: websocket", "Upgrade: h2c", StringComparison.Ordinal), Head.Replace("Version: 13", "Version: 8", StringComparison.Ordinal),
            Head.Replace("Version: 13", "Version: 14", StringComparison.Ordinal), Head.Replace("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", StringComparison.Ordinal),
            Head.Replace("dGhlIHNhbXBsZSBub25jZQ==", "not base64 at all!", StringComparison.Ordinal), Head.Replace("Host: whisper\r\n", "", StringComparison.Ordinal),
            Head.Replace("Connection: Upgrade", "Connection: close", StringComparison.Ordinal), Head.Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal),
            $"{Head}Broken header\r\n", "\0\0\0\0\r\n",
        ];
        foreach (var request in requests)
        {
            await using var raw = await RawClient.Tcp(gateway.Address);
            await raw.SendWhileOpen([Encoding.ASCII.GetBytes($"{request}\r\n")]);
            var answer = await raw.ReadAnswer();
            Assert.True(answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{request} {answer}");
        }
    }

    private async Task GivesUp(string transport, string beginning)
    {
        var gateway = await gateways.Of(transport);
        await using var raw = await RawClient.Tcp(gateway.Address);
        await raw.SendBytes(Encoding.ASCII.GetBytes(beginning));
        var answer = await raw.ReadToEnd();
        Assert.True(beginning.Length == 0 ? answer.Length == 0 : answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), $"{transport}, {beginning}: {answer}");
    }
}
