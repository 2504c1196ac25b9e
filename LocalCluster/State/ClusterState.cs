using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whisper.LocalCluster.State;

/// <summary>What runs, in the order of its start; kept in <c>state.json</c> so that it can be ended later by whoever comes.</summary>
/// <param name="Processes">All of it.</param>
public sealed record ClusterState(IReadOnlyList<ProcessEntry> Processes)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Those that still run.</summary>
    public IEnumerable<ProcessEntry> Alive() => Processes.Where(process => process.Mark().IsAlive);

    /// <summary>What a folder tells of; empty when it tells nothing.</summary>
    /// <exception cref="InvalidOperationException">The file is damaged.</exception>
    public static ClusterState In(string folder)
    {
        var file = FileIn(folder);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<ClusterState>(File.ReadAllText(file), Format) ?? new([]) : new([]);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{file} is damaged ({e.Message}): end the processes by hand, then delete it.", e);
        }
    }

    /// <summary>Keeps it: whole or not at all.</summary>
    public void SaveIn(string folder)
    {
        Directory.CreateDirectory(folder);
        var draft = $"{FileIn(folder)}.new";
        File.WriteAllText(draft, JsonSerializer.Serialize(this, Format));
        File.Move(draft, FileIn(folder), overwrite: true);
    }

    /// <summary>Nothing runs any more.</summary>
    public static void ForgetIn(string folder) => File.Delete(FileIn(folder));

    private static string FileIn(string folder) => Path.Combine(folder, "state.json");
}
