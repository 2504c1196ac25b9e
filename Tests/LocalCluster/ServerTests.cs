using Whisper.LocalCluster;
using Whisper.LocalCluster.Servers;
using Xunit;

namespace Whisper.Tests.LocalCluster;

/// <summary>The real servers, as child processes.</summary>
public sealed class ServerTests
{
    public static TheoryData<string> Servers => ["redis", "nats", "postgres"];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task AServer_ServesKilledAndStartedAgain(string name)
    {
        var folder = Directory.CreateTempSubdirectory("whisper-server-").FullName;
        await using Server server = name switch
        {
            "redis" => new RedisServer(folder),
            "nats" => new NatsServer(folder),
            _ => new PostgresServer(folder),
        };

        await server.Start(TestContext.Current.CancellationToken);
        Assert.True(await Ports.IsOpen(server.Port, TestContext.Current.CancellationToken));

        await server.Kill();
        Assert.False(await Ports.IsOpen(server.Port, TestContext.Current.CancellationToken));

        await server.Start(TestContext.Current.CancellationToken);
        Assert.True(await Ports.IsOpen(server.Port, TestContext.Current.CancellationToken));
        await server.Stop(TestContext.Current.CancellationToken);
        Assert.True(server.Process!.HasExited);
        Directory.Delete(folder, recursive: true);
    }
}
