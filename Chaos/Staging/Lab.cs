using Whisper.LocalCluster.Servers;
using Whisper.LocalCluster.State;
using Whisper.LocalCluster.Topologies;

namespace Whisper.Chaos.Staging;

/// <summary>The cluster that all rows of a run share, with the limits per address off: everybody comes from one.</summary>
internal sealed class Lab : IAsyncDisposable
{
    /// <summary>HAProxy without limits per address.</summary>
    public static IReadOnlyDictionary<string, string> WideOpen { get; } = new Dictionary<string, string>
    {
        ["HAPROXY_CONNECTION_RATE"] = "1000000",
        ["HAPROXY_CONNECTIONS_PER_ADDRESS"] = "1000000",
    };

    private Lab(Topology cluster) => Cluster = cluster;

    /// <summary>Its processes.</summary>
    public Topology Cluster { get; }

    /// <summary>Starts one of 3 silos and 2 gateways, which keep a row's times, as below.</summary>
    public static Task<Lab> Start(string folder, RowTimes times, CancellationToken cancellation) => Start(
        new TopologyOptions
        {
            Folder = folder,
            Environment = new Dictionary<string, string>(times.Settings) { ["Whisper__Limits__Enabled"] = "false" },
            ProxyEnvironment = WideOpen,
        },
        cancellation);

    /// <summary>Starts one with nothing in it, and ends what an earlier run of this folder has left behind.</summary>
    public static async Task<Lab> Start(TopologyOptions options, CancellationToken cancellation)
    {
        await EndLeftovers(options.Folder);
        if (Directory.Exists(options.Folder))
        {
            Directory.Delete(options.Folder, recursive: true);
        }

        var lab = new Lab(new Topology(options));
        try
        {
            await lab.Cluster.Start(_ => lab.Remember(), cancellation);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings everything back that a row left dead, so that one that failed does not spoil the next.</summary>
    public async Task Mend(CancellationToken cancellation = default)
    {
        foreach (var server in Cluster.All.Where(server => server.Process is null or { HasExited: true }))
        {
            await server.Start(cancellation);
        }

        Remember();
    }

    /// <summary>Ends everything, and forgets it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Server server in Cluster.All)
        {
            // a frozen process does not even die before it goes on
            server.Continue();
        }

        await Cluster.DisposeAsync();
        ClusterState.ForgetIn(Cluster.Folder);
    }

    private void Remember() =>
        new ClusterState([.. Cluster.All.Where(server => server.Process is { HasExited: false }).Select(ProcessEntry.Of)]).SaveIn(Cluster.Folder);

    // in a hurry: nothing of it is worth keeping
    private static Task EndLeftovers(string folder) => Shutdown.End(ClusterState.In(folder), _ => { }, TimeSpan.Zero);
}
