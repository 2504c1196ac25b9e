using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;
using Whisper.Grains.Matching;
using Whisper.Grains.Runtime;
using Whisper.Hosting.Redis;
using Whisper.Silo.Stores;
using Whisper.Silo.Stores.Redis;

namespace Whisper.Silo.Cluster;

/// <summary>
/// What a silo of a cluster keeps in Redis: who is a member, sessions and rooms, reminders, waiting tickets. Members and
/// reminders never expire: an expiry would take the whole table.
/// </summary>
internal static class RedisParts
{
    // no session or room is left unwritten for so long and still used; what a crash left behind goes then
    private static readonly TimeSpan StateExpiry = TimeSpan.FromDays(2);

    // the storage of Orleans behind the one that grains use
    private const string Inner = "redis";

    public static void Use(ISiloBuilder silo)
    {
        silo.Services.TryAddSingleton<RedisConnection>();
        silo.UseRedisClustering(_ => { });
        silo.Services.AddOptions<RedisClusteringOptions>().Configure<RedisConnection>((options, redis) =>
        {
            options.ConfigurationOptions = redis.Settings;
            options.CreateMultiplexer = _ => Shared(redis);
        });

        silo.AddRedisGrainStorage(Inner, storage => storage.Configure<RedisConnection, Serializer>((options, redis, serializer) =>
        {
            options.ConfigurationOptions = redis.Settings;
            options.CreateMultiplexer = _ => Shared(redis);
            options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            options.DeleteStateOnClear = true;
            options.EntryExpiry = StateExpiry;
        }));
        silo.Services.AddKeyedSingleton<IGrainStorage>(StorageNames.State, static (services, _) => new BriefStorage(services.GetRequiredKeyedService<IGrainStorage>(Inner)));

        silo.UseRedisReminderService(_ => { });
        silo.Services.AddOptions<RedisReminderTableOptions>().Configure<RedisConnection>((options, redis) =>
        {
            options.ConfigurationOptions = redis.Settings;
            options.CreateMultiplexer = _ => Shared(redis);
        });

        silo.Services.AddSingleton<IBucketQueueStore, RedisBucketQueueStore>();
    }

    private static async Task<(IConnectionMultiplexer, bool IsShared)> Shared(RedisConnection redis) => (await redis.Get(), true);
}
