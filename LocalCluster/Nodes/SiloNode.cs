namespace Whisper.LocalCluster.Nodes;

/// <summary>A silo; its port is that of its operators' side.</summary>
public sealed class SiloNode(string name, string folder, int port, int peers, int clients, IReadOnlyDictionary<string, string> environment)
    : Node(name, folder, port, environment)
{
    /// <summary>Where other silos reach it.</summary>
    public int PeersPort => peers;

    /// <summary>Where gateways reach it.</summary>
    public int ClientsPort => clients;

    /// <inheritdoc />
    protected override string Project => "Silo";

    /// <inheritdoc />
    protected override IReadOnlyDictionary<string, string> Own => new Dictionary<string, string>
    {
        ["ASPNETCORE_URLS"] = Url,
        ["Whisper__Role"] = "silo",
        ["Whisper__Silo__Address"] = "127.0.0.1",
        ["Whisper__Silo__SiloPort"] = $"{peers}",
        ["Whisper__Silo__GatewayPort"] = $"{clients}",
    };
}
