using System.Text;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports;

/// <summary>How a connection ends once a rule is broken. Which rules there are, and their codes: <see cref="Conformance.ConformanceTests"/>.</summary>
public sealed class BadFrameTests(SharedGateways gateways)
{
    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task Interest_OfAMillionCharacters_Is1009AndNobodyElseNotices(string transport)
    {
        var gateway = await gateways.Of(transport);
        await using var other = await gateway.Join();
        await using var client = await gateway.Join();
        var frame = Encoding.UTF8.GetBytes($$"""{"type":"find_match","interests":["{{new string('a', 1_000_000)}}","b"]}""");
        await client.Raw.SendWhileOpen([RawClient.Encode(RawClient.Text, frame)]);
        await client.ExpectClose(1009);
        await other.ExpectQuiet();
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task CloseByTheServer_WhenAnswered_EndsTheConnectionAtOnce(string transport)
    {
        // which nobody would wait for
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Gateway:CloseTimeout", "00:01:00"));
        foreach (var (frame, code) in ((byte[], int)[])[(RawClient.Encode(RawClient.Binary, "x"u8), 1003), (RawClient.Encode(RawClient.Text, [0xFF]), 1007), (RawClient.Encode(RawClient.Text, new byte[16_385]), 1009)])
        {
            await using var client = await gateway.Join();
            await client.Raw.SendBytes(frame);
            await client.ExpectClose(code);
            await client.Raw.SendFrame(RawClient.Close, [(byte)(code >> 8), (byte)code]);
            Assert.True((await client.Raw.Receive()).IsEnd);
        }
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task CloseByTheServer_WhenNotAnswered_EndsTheConnectionSoon(string transport)
    {
        await using var client = await (await gateways.Of(transport)).Join();
        await client.Raw.SendFrame(RawClient.Text, "{}"u8, masked: false);
        await client.ExpectClose(1002);
        Assert.True((await client.Raw.Receive()).IsEnd);
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task CloseByTheServer_WhenTheClientGoesOnSending_EndsTheConnectionSoon(string transport)
    {
        await using var client = await (await gateways.Of(transport)).Join();
        await client.Raw.SendFrame(RawClient.Binary, "x"u8);
        var portion = RawClient.Encode(RawClient.Text, new byte[16_000]);
        await client.Raw.SendWhileOpen(Enumerable.Repeat<ReadOnlyMemory<byte>>(portion, int.MaxValue));
        await client.ExpectClose(1003);
    }
}
