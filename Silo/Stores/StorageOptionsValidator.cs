using Microsoft.Extensions.Options;

namespace Whisper.Silo.Stores;

/// <summary>Finds what is wrong with <see cref="StorageOptions"/>, by writing to the directory.</summary>
public sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            return ValidateOptionsResult.Fail("Whisper:DataDirectory is empty; it must name a directory.");
        }

        try
        {
            var probe = new DataDirectory(Options.Create(options)).File($".probe-{Guid.NewGuid():N}");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return ValidateOptionsResult.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return ValidateOptionsResult.Fail($"Whisper:DataDirectory is {options.DataDirectory}, which cannot be written to: {e.Message}");
        }
    }
}
