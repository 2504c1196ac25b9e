namespace Whisper.LocalCluster.Nodes;

/// <summary>A gateway; its port is the one that HAProxy sends people to.</summary>
public sealed class GatewayNode(string name, string folder, int port, IReadOnlyDictionary<string, string> environment)
    : Node(name, folder, port, environment)
{
    /// <inheritdoc />
    protected override string Project => "Gateway";

    /// <inheritdoc />
    protected override IReadOnlyDictionary<string, string> Own => new Dictionary<string, string>
    {
        ["ASPNETCORE_URLS"] = Url,
        ["Whisper__Role"] = "gateway",
        ["Whisper__Gateway__WebRoot"] = Checkout.PathOf("frontend", "build"),
        ["Whisper__Gateway__TrustedProxies__0"] = "127.0.0.1",
    };
}
