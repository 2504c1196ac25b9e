namespace Whisper.LocalCluster.Topologies;

/// <summary>What a <see cref="Topology"/> consists of.</summary>
public sealed class TopologyOptions
{
    /// <summary>Where data, secrets, certificate and logs are. What is there from an earlier run is used again.</summary>
    public required string Folder { get; init; }

    /// <summary>Number of silos. Default 3, range 1 to 50.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>Number of gateways. Default 2, range 1 to 50.</summary>
    public int Gateways { get; init; } = 2;

    /// <summary>Which ports everything listens on. Default: free ones.</summary>
    public PortPlan Ports { get; init; } = PortPlan.Free;

    /// <summary>Variables for every silo and gateway, such as <c>Whisper__Sessions__Grace</c>; on top of those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables for silos alone.</summary>
    public IReadOnlyDictionary<string, string> SiloEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables for gateways alone.</summary>
    public IReadOnlyDictionary<string, string> GatewayEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables for HAProxy alone: see <c>deploy/haproxy/haproxy.cfg</c>.</summary>
    public IReadOnlyDictionary<string, string> ProxyEnvironment { get; init; } = new Dictionary<string, string>();
}
