using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Whisper.Grains.Runtime;
using Whisper.Grains.Sessions;
using Whisper.Hosting.Redis;
using Whisper.Tests.Gateway.Support;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Redis;

/// <summary>Two silos and a gateway, as a deployment has them but for the processes.</summary>
[Collection(RealServersGroup.Name)]
public sealed class ClusterTests(RealServers servers)
{
    [Fact]
    public async Task TwoSilosAndAGateway_MatchTwoPeople_AndKeepNoTextInRedis()
    {
        var environment = servers.Environment();
        await using var one = await ClusterHost.StartSilo(environment);
        await using var two = await ClusterHost.StartSilo(environment);
        await using var gateway = ClusterHost.Gateway(environment);
        await gateway.Start();
        await Eventually.True(() => gateway.Health().GetAwaiter().GetResult().Status == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy, "the gateway is ready");

        await using var ann = await ChatClient.Join(gateway.Address);
        await using var ben = await ChatClient.Join(gateway.Address);
        await ann.Find("chess", "go");
        await ann.Expect("searching");
        await ben.Find("go", "chess");
        await ben.Expect("searching");
        await ann.Expect("match_found");
        await ben.Expect("match_found");
        await ann.Say(1, "a text that nobody keeps");
        Assert.Equal("a text that nobody keeps", (await ben.Expect("message")).GetProperty("text").GetString());

        var stored = await Everything(one.Part<RedisConnection>(), environment["Whisper__Cluster__ServiceId"]);
        Assert.Contains(stored, pair => pair.Key.Contains("/state/", StringComparison.Ordinal));
        Assert.DoesNotContain(stored, pair => pair.Value.Contains("nobody keeps", StringComparison.Ordinal));
        Assert.All(stored, pair => Assert.Equal(pair.Key.Contains("/state/", StringComparison.Ordinal), pair.Expires));

        using var http = new HttpClient { BaseAddress = one.Address };
        Assert.Contains("orleans", await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("""{"ready":true,"down":[],"reasons":{}}""", await http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task State_WrittenByAnother_IsNotOverwritten()
    {
        await using var silo = await ClusterHost.StartSilo(servers.Environment());
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.State);
        var grain = GrainId.Create("usersession", $"{Guid.NewGuid():N}");
        var (first, second) = (new GrainState<SessionState>(), new GrainState<SessionState>());
        await storage.ReadStateAsync("session", grain, first);
        await storage.ReadStateAsync("session", grain, second);
        first.State = new SessionState { Epoch = 1 };
        await storage.WriteStateAsync("session", grain, first);
        second.State = new SessionState { Epoch = 2 };
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("session", grain, second));
        await storage.ReadStateAsync("session", grain, second);
        Assert.Equal(1, second.State.Epoch);
        await storage.ClearStateAsync("session", grain, second);
        await storage.ReadStateAsync("session", grain, first);
        Assert.False(first.RecordExists);
    }

    [Fact]
    public async Task Reminders_OutliveTheirSiloAndRedis()
    {
        var environment = servers.Environment();
        var grain = GrainId.Create("interestbucket", "b");
        await using (var silo = await ClusterHost.StartSilo(environment))
        {
            var reminder = new ReminderEntry { GrainId = grain, ReminderName = "wake", StartAt = DateTime.UtcNow.AddDays(1), Period = TimeSpan.FromMinutes(1) };
            await silo.Part<IReminderTable>().UpsertRow(reminder, TestContext.Current.CancellationToken);
        }

        await servers.Redis.Kill();
        await servers.Redis.Start(TestContext.Current.CancellationToken);
        await using var next = await ClusterHost.StartSilo(environment);
        var kept = await next.Part<IReminderTable>().ReadRow(grain, "wake", TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromMinutes(1), kept?.Period);
    }

    [Fact]
    public async Task Gateway_WithoutACluster_ServesHealthAndNamesWhatIsDown()
    {
        var environment = servers.Environment();
        environment["Whisper__Redis__Password"] = "wrong";
        await using var gateway = ClusterHost.Gateway(environment);
        var starting = gateway.Start();
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using var answer = await Answer(http);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"cluster\"", body, StringComparison.Ordinal);
        Assert.Contains("refuses user", body, StringComparison.Ordinal);
        Assert.False(starting.IsCompleted);
    }

    // the server of a host that is still starting
    private static async Task<HttpResponseMessage> Answer(HttpClient http)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                return await http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException)
            {
                await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<List<(string Key, string Value, bool Expires)>> Everything(RedisConnection redis, string service)
    {
        var database = await redis.Database();
        List<(string, string, bool)> found = [];
        var cursor = "0";
        do
        {
            var page = (StackExchange.Redis.RedisResult[])(await database.ExecuteAsync("SCAN", cursor, "MATCH", $"*{service}*", "COUNT", "1000"))!;
            cursor = (string)page[0]!;
            foreach (var key in (string[])page[1]!)
            {
                var value = await database.KeyTypeAsync(key) switch
                {
                    StackExchange.Redis.RedisType.Hash => string.Join(' ', (await database.HashGetAllAsync(key)).Select(entry => $"{entry.Name} {entry.Value}")),
                    StackExchange.Redis.RedisType.String => (string)(await database.StringGetAsync(key))!,
                    _ => "",
                };
                found.Add((key, value, await database.KeyTimeToLiveAsync(key) is not null));
            }
        }
        while (cursor != "0");
        return found;
    }
}
