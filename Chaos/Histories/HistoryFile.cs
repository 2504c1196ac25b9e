using System.Text.Json;
using System.Text.Json.Serialization;

namespace Whisper.Chaos.Histories;

/// <summary>Histories as JSON lines, to be looked at, or checked again, when everything is over.</summary>
internal static class HistoryFile
{
    /// <summary>Writes them all.</summary>
    public static void Write(string path, IEnumerable<History> histories)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        foreach (var history in histories)
        {
            foreach (var happened in history.Events)
            {
                JsonSerializer.Serialize(file, new Line(history.Person, history.Role, happened), HistoryJson.Default.Line);
                file.WriteByte((byte)'\n');
            }
        }
    }

    /// <summary>Reads them back.</summary>
    public static IReadOnlyList<History> Read(string path)
    {
        var histories = new Dictionary<int, History>();
        foreach (var text in File.ReadLines(path))
        {
            var line = JsonSerializer.Deserialize(text, HistoryJson.Default.Line)!;
            if (!histories.TryGetValue(line.Person, out var history))
            {
                histories.Add(line.Person, history = new History(line.Person, line.Role));
            }

            history.Add(line.Happened);
        }

        return [.. histories.Values];
    }

    internal sealed record Line(int Person, string Role, HistoryEvent Happened);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HistoryFile.Line))]
internal sealed partial class HistoryJson : JsonSerializerContext;
