using Whisper.Hosting;

namespace Whisper.Silo.Stores;

/// <summary>Where a process keeps its files.</summary>
[ConfigurationSection("Whisper")]
public sealed class StorageOptions
{
    /// <summary>Directory of all files the process writes; made when it is missing. A relative path starts at the working directory.</summary>
    public string DataDirectory { get; set; } = "./data";
}
