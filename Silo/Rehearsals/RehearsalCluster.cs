using System.Net;
using System.Security.Cryptography;
using Whisper.Grains;
using Whisper.Grains.Moderation;
using Whisper.Matching;
using Whisper.Silo.Cluster;
using Whisper.Silo.Stores;

namespace Whisper.Silo.Rehearsals;

/// <summary>Two silos and a client in this process, with everything in memory, so that calls go over sockets as they will.</summary>
internal sealed class RehearsalCluster : IAsyncDisposable
{
    // one of four chats is made at the second tier, and nobody is to wait long for it
    private static readonly TimeSpan Tier2After = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    private readonly MemoryStateStorage _states = new();
    private Stack<IHost> _hosts = new();

    /// <summary>Starts all.</summary>
    public async Task<RehearsalGateway> Start(CancellationToken cancellation)
    {
        var primary = new IPEndPoint(IPAddress.Loopback, FreePorts.OrFree(0));
        int[] gateways = [FreePorts.OrFree(0), FreePorts.OrFree(0)];
        var (first, second, client) = (Silo(primary.Port, gateways[0], primary), Silo(FreePorts.OrFree(0), gateways[1], primary), Client(gateways));
        // the last is the first to leave
        _hosts = new([first, client, second]);
        foreach (var host in (IHost[])[first, second, client])
        {
            await host.StartAsync(cancellation);
        }

        var gateway = new RehearsalGateway(client.Services.GetRequiredService<IGrainFactory>());
        await gateway.TakeLease(silos: 2);
        return gateway;
    }

    /// <summary>Has one silo leave.</summary>
    public Task EndOne(CancellationToken cancellation) => End(_hosts.Pop(), cancellation);

    /// <summary>Ends what is left of them.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        while (_hosts.TryPop(out var host))
        {
            await End(host, patience.Token);
        }
    }

    private static async Task End(IHost host, CancellationToken cancellation)
    {
        await host.StopAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        host.Dispose();
    }

    private static IHost Client(int[] gateways)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gateways));
        return builder.Build();
    }

    private IHost Silo(int siloPort, int gatewayPort, IPEndPoint primary)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            MemoryParts.Use(silo, siloPort, gatewayPort, primary, _states);
            silo.Services.AddWhisperGrains().AddDirectReports();
            silo.Services.AddSingleton<IEvidenceSigner>(_ => new EvidenceSigner(RandomNumberGenerator.GetBytes(EvidenceSigner.MinKeyLength)));
            silo.Configure<MatchingOptions>(matching => matching.Tier2After = Tier2After);
        });
        return builder.Build();
    }
}
