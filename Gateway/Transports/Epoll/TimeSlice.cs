using System.Runtime.InteropServices;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>How long the kernel lets a thread go on before it looks who else wants the processor.</summary>
internal static unsafe class TimeSlice
{
    // the least that the kernel takes
    private const ulong ShortNs = 100_000;

    /// <summary>
    /// Asks for short slices for the calling thread: since Linux 6.12 one that has them is let in before those that have long ones, and gets no more time in all. A loop that works for
    /// some microseconds at a time does not wait then until a compiler or a collector has had its milliseconds. An older kernel does nothing.
    /// </summary>
    public static void Shorten()
    {
        var (get, set) = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? (Libc.GetScheduling, Libc.SetScheduling) : (Libc.GetSchedulingArm64, Libc.SetSchedulingArm64);
        SchedulingAttributes attributes;
        if (Libc.Call(get, 0, &attributes, sizeof(SchedulingAttributes), 0) == 0)
        {
            attributes.RuntimeNs = ShortNs;
            _ = Libc.Call(set, 0, &attributes, 0, 0);
        }
    }

    /// <summary>The kernel's <c>struct sched_attr</c>, its first version.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SchedulingAttributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong RuntimeNs;
        public ulong DeadlineNs;
        public ulong PeriodNs;
    }
}
