using System.Security.Cryptography;
using System.Text.Json;
using Whisper.LocalCluster.Servers;

namespace Whisper.LocalCluster.Topologies;

/// <summary>What the parts of a cluster share and nobody else may know. Drawn once and kept, since stored data goes by it.</summary>
/// <param name="Redis">Password.</param>
/// <param name="Nats">Password.</param>
/// <param name="Postgres">Password.</param>
/// <param name="EvidenceKey">Seals messages for reports; base64 of 32 bytes.</param>
/// <param name="CookieKey">Hides the gateways' addresses in HAProxy's cookie.</param>
public sealed record Secrets(string Redis, string Nats, string Postgres, string EvidenceKey, string CookieKey)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Those that a folder holds; drawn now when it holds none.</summary>
    public static Secrets In(string folder)
    {
        var file = Path.Combine(folder, "secrets.json");
        if (File.Exists(file))
        {
            return JsonSerializer.Deserialize<Secrets>(File.ReadAllText(file)) ?? throw new InvalidOperationException($"{file} is empty.");
        }

        Directory.CreateDirectory(folder);
        var drawn = new Secrets(Server.NewPassword(), Server.NewPassword(), Server.NewPassword(), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Server.NewPassword());
        using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        JsonSerializer.Serialize(stream, drawn);
        return drawn;
    }
}
