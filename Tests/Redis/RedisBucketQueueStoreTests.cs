using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Whisper.Grains.Matching;
using Whisper.Hosting;
using Whisper.Hosting.Redis;
using Whisper.Matching;
using Whisper.Silo.Stores.Redis;
using Whisper.Tests.Matching;
using Xunit;

namespace Whisper.Tests.Redis;

/// <summary>The contract in a real Redis.</summary>
[Collection(RealServersGroup.Name)]
public sealed class RedisBucketQueueStoreTests : BucketQueueStoreContract, IAsyncDisposable
{
    private readonly RealServers _servers;
    private readonly RedisConnection _redis;
    private readonly ServiceProvider _serializers = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly string _service = $"t{Guid.NewGuid():N}";

    public RedisBucketQueueStoreTests(RealServers servers)
    {
        _servers = servers;
        _redis = new(Options.Create(new RedisOptions { Host = "127.0.0.1", Port = servers.Redis.Port, Password = servers.Redis.Password }));
        Store = new RedisBucketQueueStore(
            _redis,
            _serializers.GetRequiredService<Serializer<Ticket>>(),
            Options.Create(new ClusterOptions { ServiceId = _service }),
            NullLogger<RedisBucketQueueStore>.Instance);
    }

    private protected override IBucketQueueStore Store { get; }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _serializers.DisposeAsync();
    }

    [Fact]
    public async Task Remove_LastTicket_LeavesNothingBehind()
    {
        var bucket = NewBucket();
        var ticket = Samples.Of("chess go");
        var database = await _redis.Database();
        await Store.Add(bucket, ticket);
        Assert.True(await database.KeyExistsAsync($"{_service}/queue/{bucket}"));
        Assert.Null(await database.KeyTimeToLiveAsync($"{_service}/queue/{bucket}"));
        await Store.Remove(bucket, ticket.Id);
        Assert.False(await database.KeyExistsAsync($"{_service}/queue/{bucket}"));
    }

    [Fact]
    public async Task Load_PassesOverWhatNobodyCanRead()
    {
        var bucket = NewBucket();
        await Store.Add(bucket, Samples.Of("chess go"));
        await (await _redis.Database()).HashSetAsync($"{_service}/queue/{bucket}", "broken", "not a ticket");
        Assert.Single(await Store.Load(bucket));
    }

    [Fact]
    public async Task Redis_KilledAndBack_HasEverythingAndIsReachedAgain()
    {
        var bucket = NewBucket();
        await Store.Add(bucket, Samples.Of("chess go"));
        await _servers.Redis.Kill();
        await Assert.ThrowsAnyAsync<Exception>(() => Store.Add(bucket, Samples.Of("films go")));
        await _servers.Redis.Start(TestContext.Current.CancellationToken);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await RedisProbe.Problem(_redis) is not null || !(await _redis.Get()).IsConnected)
        {
            await look.WaitForNextTickAsync(patience.Token);
        }

        Assert.Single(await Store.Load(bucket));
    }
}
