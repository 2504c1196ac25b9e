using System.Runtime.InteropServices;

namespace Whisper.LoadTest.Engine;

/// <summary>Has the kernel let a worker in soon, so that what is measured is the server, and not when the tester got to look.</summary>
internal static unsafe class Promptness
{
    private const ulong LeastSlice = 100_000;

    /// <summary>
    /// Asks for the shortest time slices for the calling thread: since Linux 6.12 it need not wait then for those of others, nor gets more time than they. Nothing happens elsewhere.
    /// </summary>
    public static void Ask()
    {
        var (get, set) = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? (315, 314) : (275, 274);
        Native.Scheduling scheduling;
        if (Native.Call(get, 0, &scheduling, sizeof(Native.Scheduling), 0) == 0)
        {
            scheduling.SliceNanoseconds = LeastSlice;
            _ = Native.Call(set, 0, &scheduling, 0, 0);
        }
    }
}
