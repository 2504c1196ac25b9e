using Microsoft.Extensions.Options;

namespace Whisper.Silo.Stores;

/// <summary>The directory of <see cref="StorageOptions.DataDirectory"/>, for this user's eyes only.</summary>
public sealed class DataDirectory(IOptions<StorageOptions> options)
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(options.Value.DataDirectory);

    /// <summary>A file's path; makes the directory when it is missing.</summary>
    public string File(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return System.IO.Path.Combine(Path, name);
    }
}
