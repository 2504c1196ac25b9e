using System.Diagnostics;
using System.Net;
using Whisper.Rooms;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Hosting;

public sealed class DrainTests
{
    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task Stop_SendsEverybodyAwaySpreadOverTheWindow(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Gateway:DrainWindow", "00:00:01"), ("Gateway:CloseTimeout", "00:00:05"));
        var clients = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => gateway.Join()).Append(gateway.Chatting(MatchId.New())));
        var watch = Stopwatch.StartNew();
        var stop = gateway.Stop();
        var times = await Task.WhenAll(clients.Select(client => SentAway(client, watch)));
        Assert.InRange(times.Max() - times.Min(), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3));
        await stop;
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5));
        Assert.Equal((1, 1), (gateway.Cluster.Count("session.Detach"), gateway.Cluster.Count("lease.Release")));
    }

    [Theory]
    [MemberData(nameof(EachTransport.Names), MemberType = typeof(EachTransport))]
    public async Task WhileDraining_ItIsNotReadyAndTakesNobodyNew(string transport)
    {
        await using var gateway = await GatewayHost.Start(("Gateway:Transport", transport), ("Gateway:DrainWindow", "00:00:02"));
        using var http = new HttpClient { BaseAddress = gateway.Address };
        await using var first = await gateway.Join();
        await using var second = await gateway.Join();
        var stop = gateway.Stop();
        await True(() => gateway.Part<Whisper.Gateway.Hosting.Draining>().Started, "it is draining");
        var ready = await http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("""{"ready":false,"down":["gateway"],"reasons":{"gateway":"The gateway is leaving."}}""", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode);
        await using var late = await RawClient.Connect(gateway.Address);
        Assert.Equal(503, late.Status);
        await stop;
    }

    private static async Task<TimeSpan> SentAway(ChatClient client, Stopwatch watch)
    {
        var drain = await client.Expect("drain");
        Assert.InRange(drain.GetProperty("reconnectInMs").GetInt64(), 0, 60_000);
        var at = watch.Elapsed;
        var close = await client.Raw.Receive();
        Assert.Equal(4000, close.CloseCode);
        await client.Raw.SendFrame(RawClient.Close, close.Payload.AsSpan(0, 2));
        Assert.True((await client.Raw.Receive()).IsEnd);
        return at;
    }
}
