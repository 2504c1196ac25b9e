using Whisper.Gateway.Connections;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Transports;

/// <summary>Looks at the memory of the whole process, and so runs while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "alone";
}

[Collection(AloneTests.Name)]
public sealed class MemoryTests
{
    private const int Rounds = 3;

    [Fact]
    public async Task Memory_AfterAWaveOfClients_ReturnsToWhereItWas()
    {
        await using var gateway = await GatewayHost.Start(("Limits:Enabled", "false"), ("Sessions:Grace", "00:00:00.1"));
        await Wave(gateway, 100);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Settled();
            for (var wave = 0; wave < 4; wave++)
            {
                await Wave(gateway, 100);
            }

            least = Math.Min(least, Settled() - before);
        }

        // 400 connections have come and gone in each round: a leak of 5 KB each would show in every one, while pools
        // that a busy machine made larger show once
        Assert.InRange(least, long.MinValue, 2_000_000);
    }

    private static async Task Wave(GatewayHost gateway, int count)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => gateway.Join()));
        await Task.WhenAll(clients.Select(client => client.SendRaw("x".PadRight(16_000))));
        await Task.WhenAll(clients.Select(client => client.ExpectError("bad_frame")));
        Assert.All(clients, client => client.Raw.Drop());
        await True(() => gateway.Part<ConnectionTable>().Count == 0, "the wave is over");
        await True(() => gateway.Part<Whisper.Gateway.Sessions.SessionDirectory>().LostCount == 0, "its sessions are forgotten");
    }

    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
