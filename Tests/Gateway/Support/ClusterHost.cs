using Whisper.LocalCluster.Topologies;

namespace Whisper.Tests.Gateway.Support;

/// <summary>The whole product as a cluster of processes with real servers; each client comes in at another place than the one before.</summary>
internal sealed class ClusterHost : Product
{
    private readonly Topology _topology;
    private readonly Uri[] _doors;
    private int _clients;

    private ClusterHost(Topology topology)
    {
        _topology = topology;
        _doors = [.. topology.Gateways.Select(gateway => new Uri(gateway.Url)), new Uri(topology.Proxy.TlsUrl)];
    }

    public override Uri Address => _doors[Interlocked.Increment(ref _clients) % _doors.Length];

    protected override Uri Operators => new(_topology.Silos[0].Url);

    /// <summary>Starts one. Settings are given without their common <c>Whisper:</c>.</summary>
    public static async Task<ClusterHost> Start(params (string Key, string Value)[] settings)
    {
        var topology = new Topology(new TopologyOptions
        {
            Folder = Directory.CreateTempSubdirectory("whisper-cluster-").FullName,
            Silos = 2,
            Environment = Quick.Concat(settings).ToDictionary(setting => $"Whisper__{setting.Key.Replace(":", "__", StringComparison.Ordinal)}", setting => setting.Value),
            ProxyEnvironment = new Dictionary<string, string> { ["HAPROXY_CONNECTION_RATE"] = "100000" },
        });
        try
        {
            await topology.Start();
        }
        catch
        {
            await topology.DisposeAsync();
            throw;
        }

        return new ClusterHost(topology);
    }

    protected override async Task Stop()
    {
        await _topology.DisposeAsync();
        Directory.Delete(_topology.Folder, recursive: true);
    }
}

/// <summary>Two silos and two gateways behind HAProxy.</summary>
public sealed class ClusterProduct : SharedProduct
{
    private protected override async Task<Product> Start() => await ClusterHost.Start();
}

/// <summary>The classes that share one cluster. They run when nothing else does: eight processes more are enough for a machine.</summary>
[Xunit.CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterTests : Xunit.ICollectionFixture<ClusterProduct>
{
    public const string Name = "the whole product, as a cluster";
}
