using Microsoft.Extensions.Options;
using Whisper.Grains.Moderation;
using Whisper.Hosting;

namespace Whisper.Silo.Cluster;

/// <summary>In a cluster one silo must accept what another sealed: a key that each makes for itself will not do.</summary>
internal sealed class SharedKeyValidator(IOptions<RedisOptions> redis) : IValidateOptions<ModerationOptions>
{
    public ValidateOptionsResult Validate(string? name, ModerationOptions options) => redis.Value.IsSet && options.EvidenceKey.Length == 0
        ? ValidateOptionsResult.Fail($"Whisper:Moderation:EvidenceKey is empty, but {RedisOptions.Section}:Host is set: all silos of a cluster must share one key.")
        : ValidateOptionsResult.Skip;
}
