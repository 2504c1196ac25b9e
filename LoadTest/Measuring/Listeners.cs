using System.Globalization;

namespace Whisper.LoadTest.Measuring;

/// <summary>Finds the process that listens at a port, as <c>ss -ltnp</c> does.</summary>
internal static class Listeners
{
    private const string Listening = "0A";

    /// <summary>Its id; null when nobody listens there, or it belongs to somebody else.</summary>
    public static int? Of(int port)
    {
        var inodes = Inodes("/proc/net/tcp", port).Concat(Inodes("/proc/net/tcp6", port)).Select(inode => $"socket:[{inode}]").ToHashSet();
        return inodes.Count == 0 ? null : Directory.GetDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Holds(id, inodes))
            .Cast<int?>()
            .FirstOrDefault();
    }

    private static IEnumerable<string> Inodes(string table, int port)
    {
        var hex = port.ToString("X4", CultureInfo.InvariantCulture);
        return !File.Exists(table) ? [] : File.ReadLines(table).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith($":{hex}", StringComparison.Ordinal))
            .Select(fields => fields[9]);
    }

    private static bool Holds(int id, HashSet<string> inodes)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{id}/fd").Any(file => Target(file) is { } target && inodes.Contains(target));
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? Target(string descriptor)
    {
        try
        {
            return Path.GetFileName(File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName);
        }
        catch (IOException)
        {
            // closed since: a server under load does that all the time
            return null;
        }
    }
}
