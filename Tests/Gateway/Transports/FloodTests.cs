using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using Whisper.Gateway.Connections;
using Whisper.Rooms;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Transports;

/// <summary>Clients that send too much, or read too little, while somebody else goes about their business.</summary>
public sealed class FloodTests
{
    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task SlowReader_Is4002AndNobodyWaitsForIt(string transport)
    {
        await using var gateway = await GatewayHost.Start(
            ("Gateway:Transport", transport), ("Limits:Enabled", "false"), ("Gateway:OutboundFrames", "16"), ("Gateway:CloseTimeout", "00:00:20"));
        await using var other = await gateway.Join();
        await using var slow = ChatClient.Over(gateway.Address, await RawClient.Connect(gateway.Address, receiveBuffer: 4096));
        await slow.Hello();
        await slow.Find("chess", "go");
        await slow.Expect("searching");
        var (match, to) = (MatchId.New(), gateway.Cluster.Connection);
        await gateway.Cluster.Deliver(to, new Whisper.Delivery.MatchFoundEvent(match, Whisper.Matching.Tier.Exact, ["go"]));
        // what comes while the answer to a search goes out waits for it
        await slow.Expect("match_found");

        var connection = gateway.Part<ConnectionTable>().All().Single(item => item.Chat is not null);
        var text = new PrivateText(new string('x', 2000));
        var watch = Stopwatch.StartNew();
        for (var n = 1; connection.Closing is null; n++)
        {
            Assert.True(n < 100_000, "The queue has no bound.");
            await gateway.Cluster.Deliver(to, new Whisper.Delivery.MessageEvent(match, n, text, 0, "m"));
            if (n % 100 == 0)
            {
                await other.ExpectQuiet();
            }
        }

        Assert.Equal(Whisper.Gateway.Protocol.CloseCode.SlowReader, connection.Closing);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, RawClient.Patience);
        await other.ExpectQuiet();
        await slow.ExpectClose(4002);
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task ReaderThatNeverReads_IsCutOff(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Limits:Enabled", "false"), ("Gateway:OutboundFrames", "16"));
        await using var other = await gateway.Join();
        var deaf = await RawClient.Connect(gateway.Address, receiveBuffer: 4096);
        var ping = RawClient.Encode(RawClient.Text, """{"type":"find_match"}"""u8);
        byte[] portion = [.. Enumerable.Repeat(ping, 200).SelectMany(bytes => bytes)];
        await deaf.SendWhileOpen(Enumerable.Repeat<ReadOnlyMemory<byte>>(portion, 2_000));
        await True(() => gateway.Part<ConnectionTable>().Count == 1, "the connection is gone");
        await other.ExpectQuiet();
        await deaf.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task GarbageFrames_TenThousandOfThem_AreEachAnsweredWhenNothingLimitsThem(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Limits:Enabled", "false"));
        await using var other = await gateway.Join();
        await using var client = await gateway.Join();
        var random = new Random(1);
        for (var round = 0; round < 100; round++)
        {
            var frames = Enumerable.Range(0, 100).SelectMany(_ => RawClient.Encode(RawClient.Text, Garbage(random)));
            await client.Raw.SendBytes(frames.ToArray());
            for (var i = 0; i < 100; i++)
            {
                await client.ExpectError("bad_frame");
            }
        }

        await client.ExpectQuiet();
        await other.ExpectQuiet();
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task GarbageBytes_EndTheConnectionAndNothingElse(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Limits:NewConnectionsPerMinute", "10000"));
        await using var other = await gateway.Join();
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(1, 20_000)];
            random.NextBytes(bytes);
            await using var client = await gateway.Connect();
            await client.Raw.SendWhileOpen([bytes]);
            client.Raw.Drop();
        }

        await True(() => gateway.Part<ConnectionTable>().Count == 1, "all of them are gone");
        await other.ExpectQuiet();
        Assert.Equal([], gateway.Log.Lines.Where(line => line.Level is LogLevel.Error or LogLevel.Critical).Select(line => line.Message));
    }

    private static byte[] Garbage(Random random) => Encoding.UTF8.GetBytes(new string([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(32, 0x7F))]));
}
