using System.Globalization;
using System.Runtime.InteropServices;

namespace Whisper.Benchmarks;

/// <summary>What the figures were measured on, without names or paths.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        var date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{date}, {Environment.ProcessorCount} cores ({Processor()}), {memory:f0} GiB, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, load average {Load()}");
    }

    // above the number of cores, other programs took part of the figures
    private static string Load() => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Processor() =>
        OperatingSystem.IsLinux() && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
