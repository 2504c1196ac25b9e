using Whisper.LocalCluster.Servers;
using Xunit;

namespace Whisper.Tests.Redis;

/// <summary>Redis, NATS and PostgreSQL as a cluster has them, one of each for all tests here: each test is a service of its own.</summary>
public sealed class RealServers : IAsyncLifetime
{
    private static readonly Func<string> NewFolder = () => Directory.CreateTempSubdirectory("whisper-redis-").FullName;

    public RedisServer Redis { get; } = new(NewFolder());

    public NatsServer Nats { get; } = new(NewFolder());

    public PostgresServer Postgres { get; } = new(NewFolder());

    /// <summary>What every process is told, as the environment has it, under a name that no other test uses.</summary>
    public Dictionary<string, string> Environment()
    {
        var name = $"t{Guid.NewGuid():N}"[..12];
        return new()
        {
            ["Whisper__Cluster__ClusterId"] = name,
            ["Whisper__Cluster__ServiceId"] = name,
            ["Whisper__Redis__Host"] = "127.0.0.1",
            ["Whisper__Redis__Port"] = $"{Redis.Port}",
            ["Whisper__Redis__Password"] = Redis.Password,
            ["Whisper__Nats__Url"] = Nats.Url,
            ["Whisper__Nats__Password"] = Nats.Password,
            ["Whisper__Postgres__Host"] = "127.0.0.1",
            ["Whisper__Postgres__Port"] = $"{Postgres.Port}",
            ["Whisper__Postgres__Password"] = Postgres.Password,
            ["Whisper__Moderation__EvidenceKey"] = Convert.ToBase64String(new byte[32]),
        };
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => await Task.WhenAll(Redis.Start(), Nats.Start(), Postgres.Start());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (Server server in (Server[])[Redis, Nats, Postgres])
        {
            await server.DisposeAsync();
            Directory.Delete(server.Folder, recursive: true);
        }
    }
}

/// <summary>Classes that share the servers run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class RealServersGroup : ICollectionFixture<RealServers>
{
    public const string Name = "real servers";
}
