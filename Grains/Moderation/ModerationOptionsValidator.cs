using System.Buffers.Text;
using Microsoft.Extensions.Options;
using Whisper.Hosting;

namespace Whisper.Grains.Moderation;

/// <summary>Finds everything that is wrong with <see cref="ModerationOptions"/>; never repeats the key.</summary>
public sealed class ModerationOptionsValidator : IValidateOptions<ModerationOptions>
{
    private static readonly TimeSpan ShortestRetention = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestRetention = TimeSpan.FromDays(365);

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ModerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new OptionChecks("Whisper:Moderation")
            .Require(
                options.EvidenceKey.Length == 0 || IsKey(options.EvidenceKey),
                nameof(options.EvidenceKey),
                $"must be base64 of at least {EvidenceSigner.MinKeyLength} bytes, or empty.")
            .Range(nameof(options.ReportRetention), options.ReportRetention, ShortestRetention, LongestRetention)
            .Result();
    }

    private static bool IsKey(string text) => Base64.IsValid(text, out var length) && length >= EvidenceSigner.MinKeyLength;
}
