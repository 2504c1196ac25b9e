using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Sessions;
using Whisper.Rooms;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Connections;

public sealed class LivenessTests
{
    [Fact]
    public async Task NoHelloInTime_Is4408()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:HelloTimeout", "00:00:00.3"));
        await using var client = await gateway.Connect();
        var watch = Stopwatch.StartNew();
        await client.ExpectClose(4408);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task AByteNowAndThen_DoesNotPutOffTheHelloDeadline()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:HelloTimeout", "00:00:00.5"));
        await using var client = await gateway.Connect();
        var dribble = Dribble(client.Raw, RawClient.Encode(RawClient.Text, new byte[1000]));
        await client.ExpectClose(4408);
        client.Raw.Drop();
        Assert.InRange(await dribble, 5, 500);
    }

    [Fact]
    public async Task SilentPeer_Is4001()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayHost.Start(clock, ("Gateway:PingInterval", "00:00:10"), ("Gateway:SilenceTimeout", "00:00:30"));
        await using var client = await gateway.Join();
        client.Raw.AnswersPings = false;
        await client.ExpectQuiet();
        Pass(gateway, clock, 10);
        WireFrame frame;
        do
        {
            // the number of people online comes by the same clock
            frame = await client.Raw.Receive();
        }
        while (frame.Opcode == RawClient.Text);
        Assert.Equal(RawClient.Ping, frame.Opcode);
        Pass(gateway, clock, 20);
        await client.ExpectClose(4001);
    }

    [Fact]
    public async Task PeersThatCameTogether_AreNotPingedTogether()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayHost.Start(clock, ("Gateway:PingInterval", "00:01:20"), ("Gateway:SilenceTimeout", "00:05:00"));
        var clients = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => gateway.Join()));
        foreach (var client in clients)
        {
            client.Raw.AnswersPings = false;
            await client.ExpectQuiet();
        }

        // between the shortest interval and the longest
        Pass(gateway, clock, 77);
        var pinged = 0;
        foreach (var client in clients)
        {
            await client.Send(new { type = "ping" });
            for (var frame = await client.Raw.Receive(); !frame.Text.Contains("pong", StringComparison.Ordinal); frame = await client.Raw.Receive())
            {
                pinged += frame.Opcode == RawClient.Ping ? 1 : 0;
            }

            await client.DisposeAsync();
        }

        Assert.InRange(pinged, 1, clients.Length - 1);
    }

    [Fact]
    public async Task PeerThatAnswersPings_StaysForAsLongAsItLikes()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:PingInterval", "00:00:00.2"), ("Gateway:SilenceTimeout", "00:00:01.5"));
        await using var client = await gateway.Join();
        client.Raw.AnswersPings = false;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(2.5))
        {
            var frame = await client.Raw.Receive();
            Assert.False(frame.IsClose || frame.IsEnd, $"{frame}");
            if (frame.Opcode == RawClient.Ping)
            {
                await client.Raw.SendFrame(RawClient.Pong, []);
            }
        }

        await client.ExpectQuiet();
    }

    [Fact]
    public void DefaultSettings_NoticeASilentPeerWithinFortySeconds()
    {
        var options = new Whisper.Gateway.Hosting.GatewayOptions();
        Assert.InRange(options.SilenceTimeout, options.PingInterval * 2, TimeSpan.FromSeconds(39));
        Assert.Equal(TimeSpan.FromSeconds(10), options.HelloTimeout);
    }

    [Fact]
    public async Task PartnersTyping_ExpiresUnlessRepeated()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayHost.Start(clock, ("Gateway:TypingExpiry", "00:00:05"));
        var match = MatchId.New();
        await using var client = await gateway.Chatting(match);
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new Whisper.Delivery.TypingEvent(match, true));
        Assert.True((await client.Expect("typing")).GetProperty("on").GetBoolean());
        Pass(gateway, clock, 4);
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new Whisper.Delivery.TypingEvent(match, true));
        Assert.True((await client.Expect("typing")).GetProperty("on").GetBoolean());
        Pass(gateway, clock, 4);
        await client.ExpectQuiet();
        Pass(gateway, clock, 2);
        Assert.False((await client.Expect("typing")).GetProperty("on").GetBoolean());
        await client.ExpectQuiet();
    }

    [Fact]
    public async Task PartnersTyping_ThatEnded_DoesNotExpireAsWell()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:TypingExpiry", "00:00:00.2"));
        var match = MatchId.New();
        await using var client = await gateway.Chatting(match);
        await gateway.Cluster.Deliver(
            gateway.Cluster.Connection, new Whisper.Delivery.TypingEvent(match, true), new Whisper.Delivery.TypingEvent(match, false));
        Assert.True((await client.Expect("typing")).GetProperty("on").GetBoolean());
        Assert.False((await client.Expect("typing")).GetProperty("on").GetBoolean());
        var chat = gateway.Part<ConnectionTable>().All().Single().Chat!;
        await True(() => !chat.TypingWatched, "the reminder came and went");
        await client.ExpectQuiet();
    }

    [Fact]
    public async Task ManyThatComeAndGo_LeaveNothingBehind()
    {
        await using var gateway = await GatewayHost.Start(("Limits:Enabled", "false"), ("Sessions:Grace", "00:00:00.2"));
        for (var round = 0; round < 5; round++)
        {
            var clients = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => gateway.Join()));
            foreach (var client in clients)
            {
                client.Raw.Drop();
            }
        }

        await True(() => gateway.Part<ConnectionTable>().Count == 0, "all slots are free");
        await True(() => gateway.Part<SessionDirectory>().LostCount == 0, "all lost sessions are forgotten");
    }

    private static void Pass(GatewayHost gateway, FakeTimeProvider clock, int seconds)
    {
        clock.Advance(TimeSpan.FromSeconds(seconds));
        gateway.Part<Liveness>().Turn();
    }

    /// <summary>Sends a byte now and then until the socket is gone; says how many.</summary>
    private static async Task<int> Dribble(RawClient client, byte[] bytes)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < bytes.Length; i++)
        {
            try
            {
                await pace.WaitForNextTickAsync();
                await client.SendBytes(bytes.AsMemory(i, 1));
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                return i;
            }
        }

        return bytes.Length;
    }
}
