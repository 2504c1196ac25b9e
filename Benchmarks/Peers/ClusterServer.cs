using System.Globalization;
using Whisper.Chaos.Staging;
using Whisper.LocalCluster;
using Whisper.LocalCluster.Servers;
using Whisper.LocalCluster.Topologies;

namespace Whisper.Benchmarks.Peers;

/// <summary>One silo and one gateway with the servers that they need. People come in by the gateway itself: what HAProxy, Redis, NATS and PostgreSQL take is not in the figures.</summary>
internal sealed class ClusterServer : IContenderServer
{
    private readonly Lab _lab;

    private ClusterServer(Lab lab) => _lab = lab;

    /// <inheritdoc />
    public string Url => $"ws://127.0.0.1:{_lab.Cluster.Gateways[0].Port}";

    /// <inheritdoc />
    public IReadOnlyList<string> Pids => [.. Nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"{node.Name.Split('-')[0]}={node.Id}"))];

    /// <inheritdoc />
    public string? LastWords => Nodes.FirstOrDefault(node => node.Process is not { HasExited: false })?.Process?.Tail();

    private IEnumerable<Server> Nodes => [_lab.Cluster.Silos[0], _lab.Cluster.Gateways[0]];

    /// <summary>Starts one with nothing in it.</summary>
    /// <exception cref="InvalidOperationException">It did not start; with the end of a log.</exception>
    public static async Task<ClusterServer> Start(Contender contender, CancellationToken cancellation) => new(await Lab.Start(
        new TopologyOptions { Folder = Checkout.PathOf("artifacts", "peers", "cluster"), Silos = 1, Gateways = 1, Environment = contender.Environment, ProxyEnvironment = Lab.WideOpen },
        cancellation));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _lab.DisposeAsync();
}
