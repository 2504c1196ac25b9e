using System.Diagnostics;
using System.Text;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Transports;

/// <summary>What breaks the rules of WebSockets, or the bounds on frames.</summary>
public sealed class BadFrameTests(BadFrameTests.Shared shared) : IClassFixture<BadFrameTests.Shared>
{
    private static readonly byte[] Ping = """{"type":"ping"}"""u8.ToArray();

    public sealed class Shared : IAsyncLifetime
    {
        internal GatewayHost Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await GatewayHost.Start(("Limits:NewConnectionsPerMinute", "10000"));

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }

    public static TheoryData<string, int> Closing => new(FrameMeterTests.Violations.Select(row => ValueTuple.Create((string)row.Data.Item1, row.Data.Item3)));

    [Theory]
    [MemberData(nameof(Closing))]
    public async Task BrokenRule_IsAnsweredWithItsCodeAtOnce(string name, int code)
    {
        await using var client = await shared.Gateway.Join();
        var bytes = FrameMeterTests.Violations.Single(row => row.Data.Item1 == name).Data.Item2;
        var watch = Stopwatch.StartNew();
        await client.Raw.SendBytes(bytes);
        await client.ExpectClose(code);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task FrameOfExactlyTheLargestSize_IsHandled()
    {
        await using var client = await shared.Gateway.Join();
        await client.SendRaw("""{"type":"ping"}""".PadRight(16_384));
        await client.Expect("pong");
        await client.SendRaw("""{"type":"ping"}""".PadRight(16_385));
        await client.ExpectClose(1009);
    }

    [Fact]
    public async Task Fragments_WithPingsInBetween_AreOneFrame()
    {
        await using var client = await shared.Gateway.Join();
        await client.Raw.SendFrame(RawClient.Text, Ping.AsSpan(0, 5), final: false);
        await client.Raw.SendFrame(RawClient.Ping, "between"u8);
        await client.Raw.SendFrame(RawClient.Continuation, [], final: false);
        await client.Raw.SendFrame(RawClient.Continuation, Ping.AsSpan(5));
        var pong = await client.Raw.Receive();
        Assert.Equal((RawClient.Pong, "between"), (pong.Opcode, pong.Text));
        await client.Expect("pong");
    }

    [Fact]
    public async Task OneByteAtATime_IsOneFrame()
    {
        await using var client = await shared.Gateway.Join();
        foreach (var item in RawClient.Encode(RawClient.Text, Ping))
        {
            await client.Raw.SendBytes(new[] { item });
        }

        await client.Expect("pong");
    }

    [Fact]
    public async Task ManyFramesInOnePacket_AreAnsweredInOrder()
    {
        await using var client = await shared.Gateway.Join();
        byte[] frame = RawClient.Encode(RawClient.Text, Ping);
        await client.Raw.SendBytes(Enumerable.Repeat(frame, 10).SelectMany(bytes => bytes).ToArray());
        for (var i = 0; i < 10; i++)
        {
            await client.Expect("pong");
        }
    }

    [Fact]
    public async Task Utf8_SplitAcrossFragments_IsText()
    {
        await using var client = await shared.Gateway.Join();
        var bytes = Encoding.UTF8.GetBytes("""{"type":"ping","x":"😀é"}""");
        var middle = Array.IndexOf(bytes, (byte)0xF0) + 2;
        await client.Raw.SendFrame(RawClient.Text, bytes.AsSpan(0, middle), final: false);
        await client.Raw.SendFrame(RawClient.Continuation, bytes.AsSpan(middle));
        await client.Expect("pong");
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, new byte[0])]
    [InlineData(new byte[] { 0xF0, 0x9F }, new byte[] { 0x98, 0x22 })]
    [InlineData(new byte[] { 0xED }, new byte[] { 0xA0, 0xBD })]
    [InlineData(new byte[] { 0xC3 }, new byte[0])]
    public async Task BadUtf8_AcrossFragments_Is1007(byte[] first, byte[] second)
    {
        await using var client = await shared.Gateway.Join();
        await client.Raw.SendFrame(RawClient.Text, [.. "{\"type\":\"ping\",\"x\":\""u8, .. first], final: false);
        await client.Raw.SendFrame(RawClient.Continuation, second);
        await client.ExpectClose(1007);

        // the connection waits for the answer, so that its end does not overtake the close frame
        await client.Raw.SendFrame(RawClient.Close, [0x03, 0xEF]);
        Assert.True((await client.Raw.Receive()).IsEnd);
    }

    [Fact]
    public async Task Interest_OfAMillionCharacters_Is1009AndNobodyElseNotices()
    {
        await using var other = await shared.Gateway.Join();
        await using var client = await shared.Gateway.Join();
        var frame = Encoding.UTF8.GetBytes($$"""{"type":"find_match","interests":["{{new string('a', 1_000_000)}}","b"]}""");
        await client.Raw.SendWhileOpen([RawClient.Encode(RawClient.Text, frame)]);
        await client.ExpectClose(1009);
        await other.ExpectQuiet();
    }

    [Fact]
    public async Task CloseByTheClient_IsAnsweredAndTheConnectionEnds()
    {
        await using var client = await shared.Gateway.Join();
        await client.Raw.SendFrame(RawClient.Close, [0x03, 0xE8]);
        Assert.Equal(1000, (await client.Raw.Receive()).CloseCode);
        Assert.True((await client.Raw.Receive()).IsEnd);
    }

    [Fact]
    public async Task CloseByTheServer_WhenAnswered_EndsTheConnectionAtOnce()
    {
        await using var client = await shared.Gateway.Join();
        await client.Raw.SendFrame(RawClient.Binary, "x"u8);
        await client.ExpectClose(1003);
        var watch = Stopwatch.StartNew();
        await client.Raw.SendFrame(RawClient.Close, [0x03, 0xEB]);
        Assert.True((await client.Raw.Receive()).IsEnd);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task CloseByTheServer_WhenNotAnswered_EndsTheConnectionSoon()
    {
        await using var client = await shared.Gateway.Join();
        await client.Raw.SendBytes(RawClient.Encode(RawClient.Text, Ping, masked: false));
        await client.ExpectClose(1002);
        Assert.True((await client.Raw.Receive()).IsEnd);
    }
}
