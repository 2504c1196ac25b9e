namespace Whisper.LocalCluster.Servers;

/// <summary>Debian's Redis with the product's configuration.</summary>
public sealed class RedisServer(string folder, int? port = null, string? password = null) : Server("redis", folder, port ?? Ports.Free())
{
    /// <summary>The one user there is.</summary>
    public const string User = "whisper";

    /// <summary>Its password.</summary>
    public string Password { get; } = password ?? NewPassword();

    /// <inheritdoc />
    public override ProcessPlan Plan => new(
        Name,
        Checkout.PathOf("deploy", "redis", "start.sh"),
        [],
        new Dictionary<string, string> { ["REDIS_PASSWORD"] = Password, ["REDIS_PORT"] = $"{Port}", ["REDIS_BIND"] = "127.0.0.1", ["REDIS_DIR"] = Folder },
        Folder,
        LogFile);
}
