using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using StackExchange.Redis;
using Whisper.Grains.Matching;
using Whisper.Hosting.Redis;
using Whisper.Matching;

namespace Whisper.Silo.Stores.Redis;

/// <summary>
/// One hash per bucket, <c>service/queue/bucket</c>, one field per ticket: every write is O(1) and travels with the others on
/// one connection. Redis drops a hash with its last field.
/// </summary>
internal sealed class RedisBucketQueueStore(
    RedisConnection redis, Serializer<Ticket> serializer, IOptions<ClusterOptions> cluster, ILogger<RedisBucketQueueStore> log) : IBucketQueueStore
{
    private readonly string _prefix = $"{cluster.Value.ServiceId}/queue/";

    /// <inheritdoc />
    public async Task Add(BucketId bucket, Ticket ticket) =>
        await (await redis.Database()).HashSetAsync(Key(bucket), Field(ticket.Id), serializer.SerializeToArray(ticket));

    /// <inheritdoc />
    public async Task Remove(BucketId bucket, TicketId ticket) =>
        await (await redis.Database()).HashDeleteAsync(Key(bucket), Field(ticket));

    /// <inheritdoc />
    public async Task<IReadOnlyCollection<Ticket>> Load(BucketId bucket)
    {
        var stored = await (await redis.Database()).HashGetAllAsync(Key(bucket));
        return [.. stored.Select(entry => Read(bucket, entry)).OfType<Ticket>()];
    }

    // a ticket that no version can read any more must not keep its bucket's others waiting; it goes when its bucket does
    private Ticket? Read(BucketId bucket, HashEntry entry)
    {
        try
        {
            return serializer.Deserialize((byte[])entry.Value!);
        }
        catch (Exception error)
        {
            RedisLog.UnreadableTicket(log, bucket, error);
            return null;
        }
    }

    private RedisKey Key(BucketId bucket) => _prefix + bucket.Key;

    private static RedisValue Field(TicketId ticket) => ticket.Value.ToByteArray();
}
