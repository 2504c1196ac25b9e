using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Whisper.LoadTest.Engine;

/// <summary>epoll: which sockets have something to say. Edge-triggered, so that each is registered once and never again.</summary>
internal sealed unsafe class Poller : IDisposable
{
    private const int MostEvents = 512;

    // the kernel packs this structure on x86-64, and only there
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataAt = Stride - sizeof(ulong);

    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed((nuint)(MostEvents * 16));
    private readonly int _epoll = Native.EpollCreate(Native.CloseOnExec);

    /// <summary>Opens one.</summary>
    /// <exception cref="Win32Exception">The kernel has none left.</exception>
    public Poller()
    {
        if (_epoll < 0)
        {
            throw new Win32Exception(Native.Error);
        }
    }

    /// <summary>Watches a descriptor until it is closed; its events carry <paramref name="tag"/>. False when the kernel refuses.</summary>
    public bool Watch(int descriptor, uint events, ulong tag)
    {
        var registration = stackalloc byte[16];
        *(uint*)registration = events;
        System.Runtime.CompilerServices.Unsafe.WriteUnaligned(registration + DataAt, tag);
        return Native.EpollControl(_epoll, Native.ControlAdd, descriptor, registration) == 0;
    }

    /// <summary>Waits for events; their number.</summary>
    /// <param name="micros">How long at most, in microseconds.</param>
    public int Wait(long micros)
    {
        var timeout = new Native.TimeSpec { Seconds = micros / Clock.Second, Nanoseconds = micros % Clock.Second * 1_000 };
        return Math.Max(0, Native.EpollWait(_epoll, _events, MostEvents, &timeout, null));
    }

    /// <summary>One of the events of the last wait.</summary>
    public (uint Events, ulong Tag) this[int index]
    {
        get
        {
            var at = _events + (index * Stride);
            return (*(uint*)at, ReadTag(at + DataAt));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ = Native.Close(_epoll);
        NativeMemory.Free(_events);
    }

    private static ulong ReadTag(byte* at) => System.Runtime.CompilerServices.Unsafe.ReadUnaligned<ulong>(at);
}
