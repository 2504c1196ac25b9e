using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Whisper.Hosting;
using Whisper.Hosting.Redis;

namespace Whisper.Silo.Cluster;

/// <summary>What Redis holds beside the membership table.</summary>
/// <param name="Id">Which life of the cluster its data are of; null when Redis knows of none.</param>
/// <param name="Digests">The settings that this life began with.</param>
/// <param name="Wiped">Whether a silo has found its cluster's data gone.</param>
/// <param name="RedisNow">Redis' clock (UTC).</param>
internal sealed record IncarnationLook(string? Id, IReadOnlyDictionary<string, string> Digests, bool Wiped, DateTimeOffset RedisNow);

/// <summary>
/// The cluster's incarnation key and the marker that silos leave when it is gone. Membership alone cannot tell a wiped Redis
/// from a new one, and a new silo would begin a second cluster beside the old.
/// </summary>
internal sealed class IncarnationStore(RedisConnection redis, IOptions<ClusterNameOptions> names)
{
    private const string IdField = "id";

    // a transaction's client takes a condition that is not answered in time for one that does not hold: a silo would join a life that nobody has begun
    private const string BeginScript = """
        local id = redis.call('HGET', KEYS[1], ARGV[1])
        if not id then
            redis.call('HSET', KEYS[1], unpack(ARGV))
            id = ARGV[2]
        end
        return id
        """;

    /// <summary>The hash that holds the incarnation.</summary>
    public string Key { get; } = names.Value.IncarnationKey;

    /// <summary>The marker, which an operator deletes when all silos and gateways are stopped.</summary>
    public string WipedKey { get; } = names.Value.WipedKey;

    /// <summary>Reads all of it at once.</summary>
    public async Task<IncarnationLook> Look()
    {
        var database = await redis.Database();
        var hash = database.HashGetAllAsync(Key);
        var wiped = database.KeyExistsAsync(WipedKey);
        var time = database.ExecuteAsync("TIME");
        await Task.WhenAll(hash, wiped, time);
        var fields = (await hash).ToDictionary(entry => (string)entry.Name!, entry => (string)entry.Value!);
        return new(fields.GetValueOrDefault(IdField), fields, await wiped, TimeOf(await time));
    }

    /// <summary>Begins a new life of the cluster unless another silo has just done so; the id that holds.</summary>
    /// <exception cref="RedisException">Whether it has begun is not known.</exception>
    /// <exception cref="RedisTimeoutException">The same.</exception>
    public async Task<string> Begin(Fingerprint fingerprint)
    {
        var database = await redis.Database();
        RedisValue[] fields = [IdField, Guid.NewGuid().ToString("N"), .. Entries(fingerprint).SelectMany(entry => (RedisValue[])[entry.Name, entry.Value])];
        return (string)(await database.ScriptEvaluateAsync(BeginScript, [Key], fields))!;
    }

    /// <summary>Writes the settings of a cluster whose silos were all stopped to be given new ones.</summary>
    public async Task Rewrite(Fingerprint fingerprint) => await (await redis.Database()).HashSetAsync(Key, Entries(fingerprint));

    /// <summary>Tells silos that start later that this cluster's data are gone while it runs.</summary>
    public async Task MarkWiped() => await (await redis.Database()).StringSetAsync(WipedKey, "1", when: When.NotExists);

    private static HashEntry[] Entries(Fingerprint fingerprint) => [.. fingerprint.Digests.Select(pair => new HashEntry(pair.Key, pair.Value))];

    private static DateTimeOffset TimeOf(RedisResult result)
    {
        var parts = (long[])result!;
        return DateTimeOffset.FromUnixTimeSeconds(parts[0]).AddMicroseconds(parts[1]);
    }
}
