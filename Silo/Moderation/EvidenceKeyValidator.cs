using Microsoft.Extensions.Options;
using Whisper.Grains.Moderation;
using Whisper.Silo.Stores;

namespace Whisper.Silo.Moderation;

/// <summary>Makes or reads the key before the start, so that a broken one stops it instead of the first chat.</summary>
internal sealed class EvidenceKeyValidator(IOptions<StorageOptions> storage) : IValidateOptions<ModerationOptions>
{
    public ValidateOptionsResult Validate(string? name, ModerationOptions options)
    {
        if (options.EvidenceKey.Length > 0)
        {
            return ValidateOptionsResult.Skip;
        }

        try
        {
            EvidenceKeyFile.ReadOrMake(new DataDirectory(storage));
            return ValidateOptionsResult.Success;
        }
        catch (OptionsValidationException)
        {
            // the directory itself is wrong, which its own validator tells
            return ValidateOptionsResult.Skip;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return ValidateOptionsResult.Fail($"Whisper:Moderation:EvidenceKey is empty, and the key in the data directory cannot be used: {e.Message}");
        }
    }
}
