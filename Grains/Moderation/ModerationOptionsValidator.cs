using System.Buffers.Text;
using Microsoft.Extensions.Options;

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
        List<string> problems = [];
        if (options.EvidenceKey.Length > 0 && !IsKey(options.EvidenceKey))
        {
            problems.Add($"Whisper:Moderation:EvidenceKey must be base64 of at least {EvidenceSigner.MinKeyLength} bytes, or empty.");
        }

        if (options.ReportRetention < ShortestRetention || options.ReportRetention > LongestRetention)
        {
            problems.Add($"Whisper:Moderation:ReportRetention is {options.ReportRetention}; it must be {ShortestRetention} to {LongestRetention}.");
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private static bool IsKey(string text) => Base64.IsValid(text, out var length) && length >= EvidenceSigner.MinKeyLength;
}
