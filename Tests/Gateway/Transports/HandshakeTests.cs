using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports;

public sealed class HandshakeTests
{
    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task Subprotocol_OursOrNone_IsAccepted(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport));
        (string? Subprotocol, int Status)[] cases = [(null, 101), ("whisper.v1", 101), ("chat, whisper.v1", 101), ("whisper.v2", 400), ("chat", 400)];
        foreach (var (subprotocol, status) in cases)
        {
            await using var client = await RawClient.Connect(gateway.Address, subprotocol);
            Assert.True(client.Status == status, $"{subprotocol}: {client.Status}");
            var isNamed = client.Head.Contains("Sec-WebSocket-Protocol: whisper.v1", StringComparison.OrdinalIgnoreCase);
            Assert.Equal(status == 101 && subprotocol is not null, isNamed);
        }
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task Origin_SameHostOrAllowed_IsAccepted(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Gateway:AllowedOrigins:0", "https://chat.example"));
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

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task PlainRequest_IsNotAHandshake(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport));
        using var http = new HttpClient { BaseAddress = gateway.Address };
        Assert.Equal(400, (int)(await http.GetAsync("/ws", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(404, (int)(await http.GetAsync("/ws/more", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task MoreConnectionsThanTheGatewayTakes_Is503(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Gateway:MaxConnections", "2"));
        await using var first = await gateway.Join();
        await using var second = await gateway.Join();
        await using var third = await RawClient.Connect(gateway.Address);
        Assert.Equal(503, third.Status);
        await first.ExpectQuiet();
    }
}
