namespace Whisper.LoadTest.Measuring;

/// <summary>Servers, clients and kernel at one moment.</summary>
/// <param name="At">When, in microseconds of <see cref="Engine.Clock"/>.</param>
/// <param name="Servers">The servers' processes, by their part.</param>
/// <param name="Clients">The workers.</param>
/// <param name="Kernel">The kernel's memory: sockets and what they hold.</param>
internal sealed record Snapshot(long At, IReadOnlyDictionary<string, ProcessFigures> Servers, ProcessFigures Clients, KernelFigures Kernel)
{
    /// <summary>All servers together.</summary>
    public ProcessFigures Server => Sum(Servers.Values);

    /// <summary>Looks at them now.</summary>
    public static Snapshot Take(IReadOnlyList<Watched> servers, IEnumerable<int> workers, bool withPss = false) => new(
        Engine.Clock.Now,
        servers.GroupBy(server => server.Name).ToDictionary(part => part.Key, part => Sum(part.Select(server => ProcessFigures.Of(server.Id, withPss) ?? default))),
        Sum(workers.Select(id => ProcessFigures.Of(id, withPss) ?? default)),
        KernelFigures.Read());

    private static ProcessFigures Sum(IEnumerable<ProcessFigures> processes) => processes.Aggregate(
        default(ProcessFigures),
        (sum, one) => new(sum.CpuMicros + one.CpuMicros, sum.Rss + one.Rss, sum.Pss + one.Pss, sum.Threads + one.Threads));
}

/// <summary>Memory of the kernel.</summary>
/// <param name="Slab">Its objects, sockets and descriptors among them; bytes.</param>
/// <param name="TcpBuffers">What sockets have buffered; bytes.</param>
/// <param name="Available">What the machine could still give to processes; bytes.</param>
internal readonly record struct KernelFigures(long Slab, long TcpBuffers, long Available)
{
    /// <summary>Reads them.</summary>
    public static KernelFigures Read()
    {
        var tcp = File.Exists("/proc/net/sockstat")
            ? File.ReadLines("/proc/net/sockstat").FirstOrDefault(line => line.StartsWith("TCP:", StringComparison.Ordinal))?.Split(' ')
            : null;
        var pages = tcp is not null && Array.IndexOf(tcp, "mem") is >= 0 and var at && at + 1 < tcp.Length ? long.Parse(tcp[at + 1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        return new(ProcessFigures.Kilobytes("/proc/meminfo", "Slab:"), pages * Environment.SystemPageSize, ProcessFigures.Kilobytes("/proc/meminfo", "MemAvailable:"));
    }
}
