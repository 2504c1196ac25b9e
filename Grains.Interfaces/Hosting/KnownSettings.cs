namespace Whisper.Hosting;

/// <summary>
/// The settings of all roles, from <c>settings.txt</c>, which <c>make docs</c> writes: a process does not carry the classes of the
/// others, yet may be given their settings.
/// </summary>
public static class KnownSettings
{
    /// <summary>Ends the line of a setting whose entries are keys below it.</summary>
    public const string Entries = ":*";

    /// <summary>All lines.</summary>
    public static IReadOnlyList<string> Lines { get; } = Read();

    /// <summary>Whether any role reads a key.</summary>
    public static bool Includes(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Lines.Any(line => line.EndsWith(Entries, StringComparison.Ordinal)
            ? key.StartsWith(line[..^1], StringComparison.OrdinalIgnoreCase)
            : key.Equals(line, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>How a setting is written there.</summary>
    public static string LineOf(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.HasEntries ? setting.Key + Entries : setting.Key;
    }

    private static string[] Read()
    {
        using var reader = new StreamReader(typeof(KnownSettings).Assembly.GetManifestResourceStream("settings.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
