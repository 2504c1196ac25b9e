using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports;

public sealed class HandshakeTests
{
    [Theory]
    [InlineData(null, 101)]
    [InlineData("whisper.v1", 101)]
    [InlineData("chat, whisper.v1", 101)]
    [InlineData("whisper.v2", 400)]
    [InlineData("chat", 400)]
    public async Task Subprotocol_OursOrNone_IsAccepted(string? subprotocol, int status)
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await RawClient.Connect(gateway.Address, subprotocol);
        Assert.Equal(status, client.Status);
        var isNamed = client.Head.Contains("Sec-WebSocket-Protocol: whisper.v1", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(status == 101 && subprotocol is not null, isNamed);
    }

    [Fact]
    public async Task Origin_SameHostOrAllowed_IsAccepted()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:AllowedOrigins:0", "https://chat.example"));
        var own = gateway.Address.GetLeftPart(UriPartial.Authority);
        (string? Origin, int Status)[] cases =
        [
            (null, 101), (own, 101), ("https://chat.example", 101), ("https://chat.example.evil", 403), ("https://evil.example", 403),
            ("null", 403), ("http://127.0.0.1", 403), ("http://127.0.0.1:1", 403), ($"{own}.evil", 403), ("", 403),
        ];
        foreach (var (origin, status) in cases)
        {
            await using var client = await RawClient.Connect(gateway.Address, headers: origin is null ? [] : [$"Origin: {origin}"]);
            Assert.True(client.Status == status, $"{origin}: {client.Status}");
        }
    }

    [Fact]
    public async Task PlainRequest_IsNotAHandshake()
    {
        await using var gateway = await GatewayHost.Start();
        using var http = new HttpClient { BaseAddress = gateway.Address };
        Assert.Equal(400, (int)(await http.GetAsync("/ws", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(404, (int)(await http.GetAsync("/ws/more", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task MoreConnectionsThanTheGatewayTakes_Is503()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:MaxConnections", "2"));
        await using var first = await gateway.Join();
        await using var second = await gateway.Join();
        await using var third = await RawClient.Connect(gateway.Address);
        Assert.Equal(503, third.Status);
        await first.ExpectQuiet();
    }

    [Fact]
    public async Task HeadersThatNeverEnd_AreGivenUp()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await RawClient.Tcp(gateway.Address);
        await client.SendBytes("GET /ws HTTP/1.1\r\nHost: x\r\n"u8.ToArray());
        Assert.Contains("408", (await client.ReadAnswer()).Split('\r')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task HugeHeaders_AreRefused()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await RawClient.Connect(gateway.Address, headers: [$"X-Padding: {new string('x', 10_000)}"]);
        Assert.Equal(431, client.Status);
    }
}
