using Whisper.Hosting;

namespace Whisper.Silo.Stores;

/// <summary>Where a process keeps its files, <c>Whisper</c>.</summary>
[ConfigurationSection("Whisper")]
public sealed class StorageOptions
{
    /// <summary>
    /// Directory of all files that the process writes. Default <c>./data</c>, relative to the working directory; made when
    /// it is missing. Range: a directory that can be written to.
    /// </summary>
    public string DataDirectory { get; set; } = "./data";
}
