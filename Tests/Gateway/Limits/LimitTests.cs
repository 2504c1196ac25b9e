using System.Diagnostics;
using Whisper.Gateway.Limits;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tests.Gateway.Support;
using Whisper.Tests.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Limits;

/// <summary>Each limit over a real socket, as it is by default unless a test says otherwise.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Messages_TenAtOnce_ThenAreLimitedAndNoneIsLost()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(MatchId.New());
        for (var n = 1; n <= 10; n++)
        {
            await client.Say(n, "hi");
        }

        await client.ExpectQuiet();
        await client.Say(11, "too fast");
        var error = await client.ExpectError("rate_limited", "message");
        Assert.InRange(error.GetProperty("retryAfterMs").GetInt64(), 1, 500);
        Assert.Equal(11, error.GetProperty("expected").GetInt64());
        Assert.Equal(10, gateway.Cluster.Count("room.Post"));

        // a repeat costs nothing
        await client.Say(3, "hi");
        await client.ExpectQuiet();
        Assert.Equal(11, gateway.Cluster.Count("room.Post"));
    }

    [Fact]
    public async Task Messages_AreTakenAgainAfterTheTimeNamed()
    {
        await using var gateway = await GatewayHost.Start(("Limits:MessageBurst", "1"), ("Limits:MessagesPerSecond", "5"));
        await using var client = await gateway.Chatting(MatchId.New());
        await client.Say(1, "hi");
        await client.Say(2, "hi");
        var wait = (await client.ExpectError("rate_limited", "message")).GetProperty("retryAfterMs").GetInt64();
        var watch = Stopwatch.StartNew();
        await True(() => watch.ElapsedMilliseconds >= wait, "the time has passed");
        await client.Say(2, "hi");
        await client.ExpectQuiet();
        Assert.Equal(2, gateway.Cluster.Count("room.Post"));
    }

    [Fact]
    public async Task Searches_TwelveAMinute()
    {
        await using var gateway = await GatewayHost.Start(("Limits:FramesPerSecond", "1000"));
        await using var client = await gateway.Join();
        for (var i = 0; i < 12; i++)
        {
            await client.Find("chess", "go");
            await client.Expect("searching");
            await client.Send(new { type = "cancel_match" });
            await client.Expect("match_cancelled");
        }

        // what is wrong anyway is not charged, nor does it show that the limit is reached
        await client.Find("chess");
        await client.ExpectError("invalid_interests", "find_match");
        await client.Find("chess", "go");
        Assert.InRange((await client.ExpectError("rate_limited", "find_match")).GetProperty("retryAfterMs").GetInt64(), 40_000, 60_001);
        await client.ExpectQuiet();
    }

    [Fact]
    public async Task Typing_TwoASecond_TheRestIsDropped()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(MatchId.New());
        for (var i = 0; i < 20; i++)
        {
            await client.Typing(i % 2 == 0);
        }

        await client.ExpectQuiet();
        await Eventually.True(() => gateway.Cluster.Count("room.Typing") >= 2, "what is within the limit is passed on");
        await client.ExpectQuiet();
        Assert.InRange(gateway.Cluster.Count("room.Typing"), 2, 4);
    }

    [Fact]
    public async Task Reports_TwentyAMinute()
    {
        await using var gateway = await GatewayHost.Start(("Limits:FramesPerSecond", "1000"));
        gateway.Cluster.Recent = () => Task.FromResult<ChatReference?>(new ChatReference(MatchId.New(), SessionId.New(), false));
        await using var client = await gateway.Chatting(MatchId.New());
        for (var i = 0; i < 20; i++)
        {
            await client.Send(new { type = "report", reason = "spam" });
            await client.Expect("reported");
        }

        await client.Send(new { type = "report", reason = "spam" });
        Assert.InRange((await client.ExpectError("rate_limited", "report")).GetProperty("retryAfterMs").GetInt64(), 1, 60_001);
    }

    [Theory]
    [InlineData(RawClient.Text, """{"type":"ping"}""")]
    [InlineData(RawClient.Text, "garbage")]
    [InlineData(RawClient.Ping, "")]
    [InlineData(RawClient.Pong, "")]
    public async Task FramesOfAnyKind_BeyondFortyASecond_Are4400(int opcode, string payload)
    {
        await using var gateway = await GatewayHost.Start();
        await using var other = await gateway.Join();
        await using var client = await gateway.Join();
        var frame = RawClient.Encode(opcode, System.Text.Encoding.UTF8.GetBytes(payload));
        await client.Raw.SendWhileOpen(Enumerable.Repeat<ReadOnlyMemory<byte>>(frame, 300));
        await client.ExpectClose(4400);
        await other.ExpectQuiet();
    }

    [Fact]
    public async Task EmptyFragmentsWithoutEnd_Are4400()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Join();
        await client.Raw.SendFrame(RawClient.Text, [], final: false);
        await client.Raw.SendWhileOpen(Enumerable.Repeat<ReadOnlyMemory<byte>>(RawClient.Encode(RawClient.Continuation, [], final: false), 300));
        await client.ExpectClose(4400);
    }

    [Fact]
    public async Task Connections_BeyondThoseAtOnce_Are4429AndOnePlaceFreesOne()
    {
        await using var gateway = await GatewayHost.Start(("Limits:ConnectionsPerAddress", "3"));
        var clients = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => gateway.Join()));
        await using (var refused = await gateway.Connect())
        {
            await refused.ExpectClose(4429);
        }

        clients[0].Raw.Drop();
        await True(() => gateway.Part<Whisper.Gateway.Connections.ConnectionTable>().Count == 2, "the loss is noticed");
        await using var next = await gateway.Join();
        await clients[1].ExpectQuiet();
    }

    [Fact]
    public async Task NewConnections_BeyondSixtyAMinute_Are4429()
    {
        await using var gateway = await GatewayHost.Start();
        for (var i = 0; i < 60; i++)
        {
            await using var client = await gateway.Connect();
            Assert.Equal(101, client.Raw.Status);
        }

        await using var refused = await gateway.Connect();
        await refused.ExpectClose(4429);
    }

    [Fact]
    public async Task NewConnections_AbsurdlyMany_AreRefusedWith429()
    {
        await using var gateway = await GatewayHost.Start(("Limits:NewConnectionsPerMinute", "1"));
        var statuses = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            await using var client = await gateway.Connect();
            statuses.Add(client.Raw.Status);
        }

        Assert.Equal(10, statuses.Count(status => status == 101));
        Assert.Equal([429, 429], statuses[^2..]);
    }

    [Theory]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData(null, false)]
    public async Task Address_ComesFromATrustedProxyAlone(string? proxy, bool isBelieved)
    {
        (string, string)[] settings = [("Limits:ConnectionsPerAddress", "1"), .. proxy is null ? Array.Empty<(string, string)>() : [("Gateway:TrustedProxies:0", proxy)]];
        await using var gateway = await GatewayHost.Start(settings);

        // what a client itself writes before the proxy's entry does not count
        await using var first = await gateway.Connect("X-Forwarded-For: 203.0.113.9, 192.0.2.1");
        await first.Hello();
        await using var second = await gateway.Connect("X-Forwarded-For: 203.0.113.9, 192.0.2.2");
        if (isBelieved)
        {
            await second.Hello();
            await using var third = await gateway.Connect("X-Forwarded-For: 203.0.113.10, 192.0.2.2");
            await third.ExpectClose(4429);
        }
        else
        {
            await second.ExpectClose(4429);
        }
    }

    [Fact]
    public async Task SwitchedOff_NothingIsLimited()
    {
        await using var gateway = await GatewayHost.Start(
            ("Limits:Enabled", "false"), ("Limits:ConnectionsPerAddress", "1"), ("Limits:NewConnectionsPerMinute", "1"), ("Limits:FramesPerSecond", "1"));
        await using var other = await gateway.Join();
        await using var client = await gateway.Chatting(MatchId.New());
        for (var n = 1; n <= 200; n++)
        {
            await client.Say(n, "hi");
            await client.Typing(true);
        }

        await client.ExpectQuiet();
        Assert.Equal(200, gateway.Cluster.Count("room.Post"));
        Assert.Equal(200, gateway.Cluster.Count("room.Typing"));
        Assert.Equal(0, gateway.Part<AddressLimits>().Count);
    }

    [Fact]
    public async Task BlockedContent_IsNeitherPassedOnNorCounted()
    {
        await using var gateway = await GatewayHost.Start(("Moderation:BlockedTerms:0", "badword"));
        await using var client = await gateway.Chatting(MatchId.New());
        await client.Say(1, "a BadWord here");
        Assert.Equal(1, (await client.ExpectError("content_blocked", "message")).GetProperty("expected").GetInt64());
        await client.Say(1, "a good word here");
        await client.ExpectQuiet();
        Assert.Equal(1, gateway.Cluster.Count("room.Post"));
    }
}
