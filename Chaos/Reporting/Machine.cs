using System.Globalization;
using System.Runtime.InteropServices;

namespace Whisper.Chaos.Reporting;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>One line.</summary>
    public static string Describe()
    {
        var model = Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        var memory = Line("/proc/meminfo", "MemTotal") is { } total ? $"{long.Parse(total.Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024} GiB" : "?";
        return $"{Environment.ProcessorCount} cores ({model.Trim()}), {memory}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; clients, silos, gateways and servers all on it";
    }

    private static string? Line(string file, string name) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() : null;
}
