using Whisper.LocalCluster.Nodes;
using Whisper.LocalCluster.Servers;

namespace Whisper.LocalCluster.State;

/// <summary>A process of a cluster, as it is kept.</summary>
/// <param name="Name">For example <c>silo-2</c>.</param>
/// <param name="Id">Its process id.</param>
/// <param name="Started">When it began, in clock ticks since the machine did: tells it from a later process with its id.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Others">Its other ports, by their use.</param>
/// <param name="StopWith">The signal that ends it in good order.</param>
/// <param name="Log">Its log.</param>
public sealed record ProcessEntry(string Name, int Id, long Started, int Port, IReadOnlyDictionary<string, int> Others, Signal StopWith, string Log)
{
    /// <summary>The process.</summary>
    public ProcessMark Mark() => new(Id, Started);

    /// <summary>What is to be kept of something that runs.</summary>
    public static ProcessEntry Of(Server server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new(server.Name, server.Id, server.Process!.Mark.Started, server.Port, OtherPorts(server), server.StopSignal, server.LogFile);
    }

    /// <summary>The ports that a server has besides its first, by their use.</summary>
    public static IReadOnlyDictionary<string, int> OtherPorts(Server server) => server switch
    {
        SiloNode silo => new Dictionary<string, int> { ["silos"] = silo.PeersPort, ["gateways"] = silo.ClientsPort },
        HaproxyServer proxy => new Dictionary<string, int> { ["tls"] = proxy.TlsPort, ["status"] = proxy.StatusPort },
        _ => new Dictionary<string, int>(),
    };
}
