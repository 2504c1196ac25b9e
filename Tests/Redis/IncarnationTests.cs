using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using StackExchange.Redis;
using Whisper.Hosting;
using Whisper.Hosting.Redis;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Redis;

/// <summary>One id never has two clusters.</summary>
[Collection(RealServersGroup.Name)]
public sealed class IncarnationTests(RealServers servers)
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task SilosOfOneCluster_ShareItsKey()
    {
        var environment = servers.Environment();
        await using var one = await ClusterHost.StartSilo(environment);
        await using var two = await ClusterHost.StartSilo(environment);
        await two.Part<Silo.Cluster.Incarnation>().Check(await two.Part<Silo.Cluster.IncarnationStore>().Look());
        Assert.Empty(await one.Problems());
    }

    [Fact]
    public async Task OtherSettings_AreRefusedWhileSilosRun_AndNamedWithoutTheirValues()
    {
        var environment = servers.Environment();
        var secret = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);
        var others = new Dictionary<string, string>(environment) { ["Whisper__Moderation__EvidenceKey"] = secret };
        await using (await ClusterHost.StartSilo(environment))
        {
            await using var refused = ClusterHost.Silo(others);
            var problem = Assert.Single(await refused.Problems());
            Assert.Contains("incarnation: the silos of this cluster have other settings: Whisper:Moderation:EvidenceKey.", problem, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, problem, StringComparison.Ordinal);
        }

        // all stopped: now they may be changed
        await using var accepted = ClusterHost.Silo(others);
        Assert.Empty(await accepted.Problems());
    }

    [Fact]
    public async Task KeyGoneWhileASiloRuns_StopsANewOne()
    {
        var environment = servers.Environment();
        await using var running = await ClusterHost.StartSilo(environment, Never);
        await (await Database(running)).KeyDeleteAsync(Names(running).IncarnationKey);
        await using var next = ClusterHost.Silo(environment);
        var endpoint = running.Part<IOptions<EndpointOptions>>().Value;
        Assert.Contains($"while silo {endpoint.AdvertisedIPAddress}:{endpoint.SiloPort} runs", Assert.Single(await next.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EverythingGone_NobodyIsReadyOrStarts_UntilTheMarkerIsDeleted()
    {
        var environment = servers.Environment();
        RedisKey marker;
        await using (var running = await ClusterHost.StartSilo(environment, Often))
        {
            marker = Names(running).WipedKey;
            await (await Database(running)).KeyDeleteAsync(Names(running).IncarnationKey);
            await (await Database(running)).KeyRenameAsync(Membership(running), "aside");
            var reason = await running.Down("incarnation");
            Assert.Contains("has lost this cluster's data", reason, StringComparison.Ordinal);
            Assert.Contains($"DEL {marker}", reason, StringComparison.Ordinal);

            await using var refused = ClusterHost.Silo(environment);
            Assert.Contains($"DEL {marker}", Assert.Single(await refused.Problems()), StringComparison.Ordinal);

            // a silo that cannot write to its table tries for two minutes before it leaves
            await (await Database(running)).KeyRenameAsync("aside", Membership(running));
        }

        await using (var stillRefused = ClusterHost.Silo(environment))
        {
            Assert.Single(await stillRefused.Problems());
            await (await Database(stillRefused)).KeyDeleteAsync(marker);
        }

        await using var again = await ClusterHost.StartSilo(environment);
        Assert.DoesNotContain("incarnation", (await again.Health()).Entries.Where(entry => entry.Value.Description is not null).Select(entry => entry.Key));
    }

    [Fact]
    public async Task ANewLifeBegunBesideARunningSilo_IsSeenByIt()
    {
        var environment = servers.Environment();
        await using var running = await ClusterHost.StartSilo(environment, Often);
        await (await Database(running)).HashSetAsync(Names(running).IncarnationKey, "id", "another");
        Assert.Contains("has lost this cluster's data", await running.Down("incarnation"), StringComparison.Ordinal);
        Assert.True(await (await Database(running)).KeyExistsAsync(Names(running).WipedKey));
    }

    /// <summary>A Redis that comes back empty may refuse writes as well.</summary>
    [Fact]
    public async Task DataGone_IsSaidAlsoWhenItCannotBeMarked()
    {
        await using var silo = ClusterHost.Silo(servers.Environment());
        var incarnation = ActivatorUtilities.CreateInstance<Silo.Cluster.Incarnation>(silo.Services, await Broken(silo));
        var look = new Silo.Cluster.IncarnationLook("another", new Dictionary<string, string>(), Wiped: false, DateTimeOffset.UtcNow);
        Assert.Contains("has lost this cluster's data", await incarnation.Check(look), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClockTenMinutesAhead_StopsTheStart()
    {
        await using var silo = ClusterHost.Silo(servers.Environment(), clock: new OffsetClock { Offset = TimeSpan.FromMinutes(10) });
        Assert.Contains("clock: this machine's clock is 600 s ahead of that of Redis", Assert.Single(await silo.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClockThatGoesAstray_TakesReadinessAway()
    {
        var clock = new OffsetClock();
        await using var silo = await ClusterHost.StartSilo(servers.Environment(), Often, clock);
        clock.Offset = TimeSpan.FromMinutes(-1);
        Assert.Contains("60 s behind that of Redis", await silo.Down("clock"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LookThatFailsForAnyReason_EndsNeitherTheWatchNorItsSilo()
    {
        await using var silo = await ClusterHost.StartSilo(servers.Environment(), Often);
        var log = new CapturedLog<Silo.Cluster.ClusterWatch>();
        using var watch = ActivatorUtilities.CreateInstance<Silo.Cluster.ClusterWatch>(silo.Services, await Broken(silo), log);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.True(() => watch.ExecuteTask!.IsCompleted || log.Lines.Count(line => line.Event.Id == 3253) > 1, "two looks have failed");
        Assert.False(watch.ExecuteTask!.IsCompleted);
        await watch.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Redis may take longer than a call waits for it, when its disk is busy: then a silo knows no life, and must not take that for another's.</summary>
    [Fact]
    public async Task BeginningThatIsNotAnsweredInTime_Fails_OrHasBegun()
    {
        await using var silo = ClusterHost.Silo(servers.Environment());
        var store = silo.Part<Silo.Cluster.IncarnationStore>();
        await store.Look();
        // goes on a moment after a call of the store's has taken too long, and before the store's client looks for such calls
        var settings = silo.Part<RedisConnection>().Settings.Clone();
        settings.AsyncTimeout += 200;
        settings.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
        await using var other = await ConnectionMultiplexer.ConnectAsync(settings);
        var clock = other.GetDatabase();
        servers.Redis.Suspend();
        Task<string> begun;
        try
        {
            begun = Task.Run(() => store.Begin(silo.Part<Silo.Cluster.Fingerprint>()));
            await Assert.ThrowsAsync<RedisTimeoutException>(() => clock.PingAsync());
        }
        finally
        {
            servers.Redis.Continue();
        }

        var error = await Record.ExceptionAsync(() => begun);
        if (error is null)
        {
            Assert.NotNull(await begun);
            Assert.Equal((await store.Look()).Id, await begun);
        }
        else
        {
            Assert.IsType<RedisTimeoutException>(error);
        }

        Assert.Empty(await silo.Problems());
        Assert.NotNull((await store.Look()).Id);
    }

    /// <summary>A store whose connection is no more.</summary>
    private static async Task<Silo.Cluster.IncarnationStore> Broken(ClusterHost silo)
    {
        var connection = new RedisConnection(silo.Part<IOptions<RedisOptions>>());
        await connection.Get();
        await connection.DisposeAsync();
        return ActivatorUtilities.CreateInstance<Silo.Cluster.IncarnationStore>(silo.Services, connection);
    }

    private static Task<IDatabase> Database(ClusterHost host) => host.Part<RedisConnection>().Database();

    private static ClusterNameOptions Names(ClusterHost host) => host.Part<IOptions<ClusterNameOptions>>().Value;

    private static RedisKey Membership(ClusterHost host) => $"{Names(host).ServiceId}/members/{Names(host).ClusterId}";

    private sealed class OffsetClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
