using Microsoft.Extensions.Options;
using Whisper.Grains.Moderation;
using Whisper.Hosting;

namespace Whisper.Silo.Moderation;

/// <summary>In a cluster the key must be configured: with keys of their own, one silo would refuse what another sealed.</summary>
internal sealed class SharedEvidenceKeyValidator : IValidateOptions<ModerationOptions>
{
    public ValidateOptionsResult Validate(string? name, ModerationOptions options) => new OptionChecks("Whisper:Moderation")
        .Require(
            options.EvidenceKey.Length > 0,
            nameof(options.EvidenceKey),
            $"is empty, but {RedisOptions.Section}:Host is set: all silos of a cluster must share one key, base64 of {EvidenceSigner.MinKeyLength} random bytes.")
        .Result();
}
