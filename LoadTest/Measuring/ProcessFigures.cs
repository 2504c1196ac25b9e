using System.Globalization;

namespace Whisper.LoadTest.Measuring;

/// <summary>What the kernel tells of a process.</summary>
/// <param name="CpuMicros">Processor time since it began, user and system, in microseconds (to 10 ms).</param>
/// <param name="Rss">Resident memory, in bytes.</param>
/// <param name="Pss">The same with shared pages divided among those who share them, in bytes; 0 when it was not asked for, or may not be read.</param>
/// <param name="Threads">How many threads it has.</param>
internal readonly record struct ProcessFigures(long CpuMicros, long Rss, long Pss, int Threads)
{
    private const long MicrosPerTick = 10_000;

    /// <summary>Reads them from <c>/proc</c>; null when the process is gone.</summary>
    /// <param name="id">The process.</param>
    /// <param name="withPss">Whether <see cref="Pss"/> is wanted: the kernel walks all pages for it.</param>
    public static ProcessFigures? Of(int id, bool withPss = false)
    {
        try
        {
            // the name, the second field, may hold anything; behind its closing bracket come fields without surprises
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return new(
                ticks * MicrosPerTick,
                Kilobytes($"/proc/{id}/status", "VmRSS:"),
                withPss ? Kilobytes($"/proc/{id}/smaps_rollup", "Pss:") : 0,
                int.Parse(fields[17], CultureInfo.InvariantCulture));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A line of a file of <c>/proc</c> such as <c>VmRSS:  1234 kB</c>, in bytes; 0 when there is none.</summary>
    public static long Kilobytes(string file, string name)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
