using Whisper.LocalCluster.Servers;

namespace Whisper.LocalCluster.Topologies;

/// <summary>What every silo and gateway is told of the cluster's servers.</summary>
public static class ClusterEnvironment
{
    private const string EvidenceKey = "Whisper__Moderation__EvidenceKey";

    /// <summary>The variables.</summary>
    public static IReadOnlyDictionary<string, string> Of(RedisServer redis, NatsServer nats, PostgresServer postgres, Secrets secrets) =>
        new Dictionary<string, string>
        {
            ["Whisper__Cluster__ClusterId"] = "whisper",
            ["Whisper__Redis__Host"] = "127.0.0.1",
            ["Whisper__Redis__Port"] = $"{redis.Port}",
            ["Whisper__Redis__User"] = RedisServer.User,
            ["Whisper__Redis__Password"] = redis.Password,
            ["Whisper__Nats__Url"] = nats.Url,
            ["Whisper__Nats__User"] = NatsServer.User,
            ["Whisper__Nats__Password"] = nats.Password,
            ["Whisper__Postgres__Host"] = "127.0.0.1",
            ["Whisper__Postgres__Port"] = $"{postgres.Port}",
            ["Whisper__Postgres__Database"] = PostgresServer.Database,
            ["Whisper__Postgres__User"] = PostgresServer.User,
            ["Whisper__Postgres__Password"] = postgres.Password,
            // an operator's own key goes before the one drawn here
            [EvidenceKey] = Environment.GetEnvironmentVariable(EvidenceKey) ?? secrets.EvidenceKey,
        };
}
