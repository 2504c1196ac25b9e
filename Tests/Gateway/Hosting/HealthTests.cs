using System.Net;
using Whisper.Delivery;
using Whisper.Gateway.Delivery;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Hosting;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_FollowsTheLease()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:LeaseInterval", "00:00:00.1"));
        var isUp = true;
        gateway.Cluster.Renew = renewal => Volatile.Read(ref isUp)
            ? Task.FromResult(new LeaseGrant(TimeSpan.FromSeconds(0.5), renewal.Connected, 1))
            : throw new TimeoutException();
        using var http = new HttpClient { BaseAddress = gateway.Address };
        var lease = gateway.Part<LeaseKeeper>();
        var asked = gateway.Cluster.Count("lease.Renew");
        await True(() => gateway.Cluster.Count("lease.Renew") > asked + 1 && lease.Held, "a short lease is taken");
        Assert.Equal((HttpStatusCode.OK, """{"ready":true,"down":[],"reasons":{}}"""), await Get(http, "/health/ready"));
        Volatile.Write(ref isUp, false);
        await True(() => !lease.Held, "the lease ran out");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"ready":false,"down":["cluster"],"reasons":{"cluster":"The gateway's lease is not held."}}"""), await Get(http, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, (await Get(http, "/health/live")).Status);
        Volatile.Write(ref isUp, true);
        await True(() => lease.Held, "the lease is back");
    }

    [Fact]
    public async Task Metrics_CountWhatHappened()
    {
        await using var gateway = await GatewayHost.Start();
        using var http = new HttpClient { BaseAddress = gateway.Address };
        await using (var client = await gateway.Join())
        {
            await client.SendRaw("garbage");
            await client.ExpectError("bad_frame");
            await client.Raw.SendFrame(RawClient.Binary, "x"u8);
            await client.ExpectClose(1003);
        }

        await using var other = await gateway.Join();
        var text = "";
        await True(() => (text = Scrape(http)).Contains("code=\"1003\"", StringComparison.Ordinal), "the close is counted");
        foreach (var part in new[] { "whisper_gateway_connections", "type=\"hello\"", "type=\"bad\"", "code=\"bad_frame\"", "whisper_gateway_frames_sent" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Online_IsTheRestOfTheClusterAndWhoIsHere()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:LeaseInterval", "00:00:00.1"), ("Gateway:OnlineInterval", "00:00:00.2"));
        gateway.Cluster.Renew = renewal => Task.FromResult(new LeaseGrant(TimeSpan.FromSeconds(30), renewal.Connected + 1233, 1));
        var asked = gateway.Cluster.Count("lease.Renew");
        await True(() => gateway.Cluster.Count("lease.Renew") > asked + 1, "the lease is renewed");
        await using var client = await gateway.Join();
        Assert.Equal(1200, client.Welcome.GetProperty("online").GetInt32());
        gateway.Cluster.Renew = renewal => Task.FromResult(new LeaseGrant(TimeSpan.FromSeconds(30), renewal.Connected + 49, 1));
        WireFrame frame;
        do
        {
            frame = await client.Raw.Receive();
            Assert.Equal("online", frame.Json.GetProperty("type").GetString());
        }
        while (frame.Json.GetProperty("count").GetInt32() != 50);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(99, 99)]
    [InlineData(104, 100)]
    [InlineData(105, 110)]
    [InlineData(1_249, 1_200)]
    [InlineData(996, 1_000)]
    [InlineData(123_456, 120_000)]
    [InlineData(2_000_000_000, 2_000_000_000)]
    public void Round_KeepsTwoDigits(int count, int rounded) => Assert.Equal(rounded, OnlineCount.Round(count));

    private static string Scrape(HttpClient http) => http.GetStringAsync("/metrics").GetAwaiter().GetResult();

    private static async Task<(HttpStatusCode Status, string Body)> Get(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
