using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Whisper.Grains.Moderation;
using Whisper.Silo.Stores.Postgres;
using Whisper.Silo.Streams;

namespace Whisper.Silo.Cluster;

/// <summary>Digests of the settings that all silos of a cluster must share: enough to find a difference, too little to learn a value.</summary>
internal sealed class Fingerprint(IOptions<ModerationOptions> moderation, IOptions<NatsOptions> nats, IOptions<PostgresOptions> postgres)
{
    /// <summary>By the settings' names.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; } = new Dictionary<string, string>
    {
        ["Whisper:Moderation:EvidenceKey"] = Digest(moderation.Value.EvidenceKey),
        [$"{NatsOptions.Section}:Url"] = Digest(nats.Value.Url),
        [$"{PostgresOptions.Section}:Host, Port or Database"] = Digest($"{postgres.Value.Host}:{postgres.Value.Port}/{postgres.Value.Database}"),
    };

    /// <summary>The names of the settings that differ from what is stored.</summary>
    public IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> stored) =>
        [.. Digests.Where(own => stored.TryGetValue(own.Key, out var theirs) && theirs != own.Value).Select(own => own.Key)];

    private static string Digest(string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(value), "whisper.fingerprint"u8).AsSpan(0, 12));
}
