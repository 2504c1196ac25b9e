namespace Whisper.LocalCluster.Servers;

/// <summary>Debian's NATS server with JetStream and the product's configuration.</summary>
public sealed class NatsServer(string folder, int? port = null, string? password = null) : Server("nats", folder, port ?? Ports.Free())
{
    /// <summary>The one user there is.</summary>
    public const string User = "whisper";

    /// <summary>Its password.</summary>
    public string Password { get; } = password ?? NewPassword();

    /// <summary>Where clients connect.</summary>
    public string Url => $"nats://127.0.0.1:{Port}";

    /// <inheritdoc />
    public override ProcessPlan Plan => new(
        Name,
        "nats-server",
        ["--config", Checkout.PathOf("deploy", "nats", "nats.conf")],
        new Dictionary<string, string> { ["NATS_PASSWORD"] = Password, ["NATS_PORT"] = $"{Port}", ["NATS_HOST"] = "127.0.0.1", ["NATS_DIR"] = Folder },
        Folder,
        LogFile);
}
