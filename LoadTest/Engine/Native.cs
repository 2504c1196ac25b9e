using System.Runtime.InteropServices;

namespace Whisper.LoadTest.Engine;

/// <summary>The calls of Linux that the engine makes. All return -1 for a failure, and <see cref="Error"/> says which.</summary>
internal static unsafe partial class Native
{
    public const int Inet = 2;
    public const int Stream = 1;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int NoSignal = 0x4000;

    public const int LevelSocket = 1;
    public const int OptionError = 4;
    public const int OptionLinger = 13;
    public const int LevelIp = 0;
    public const int OptionBindAddressNoPort = 24;
    public const int LevelTcp = 6;
    public const int OptionNoDelay = 1;

    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int InProgress = 115;
    public const int TooManyOnMachine = 23;
    public const int TooManyHere = 24;
    public const int AddressInUse = 98;
    public const int AddressNotAvailable = 99;

    public const int ControlAdd = 1;
    public const uint Readable = 0x001;
    public const uint Writable = 0x004;
    public const uint Failed = 0x008;
    public const uint HungUp = 0x010;
    public const uint PeerClosed = 0x2000;
    public const uint EdgeTriggered = 1u << 31;

    /// <summary>The error number of the call that has just failed on this thread.</summary>
    public static int Error => Marshal.GetLastSystemError();

    [LibraryImport("libc", EntryPoint = "socket")]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind")]
    public static partial int Bind(int descriptor, SocketAddress* address, int length);

    [LibraryImport("libc", EntryPoint = "connect")]
    public static partial int Connect(int descriptor, SocketAddress* address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    public static partial int SetOption(int descriptor, int level, int option, void* value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    public static partial int GetOption(int descriptor, int level, int option, void* value, int* length);

    [LibraryImport("libc", EntryPoint = "send")]
    public static partial nint Send(int descriptor, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    public static partial nint Receive(int descriptor, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* registration);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2")]
    public static partial int EpollWait(int epoll, byte* events, int most, TimeSpec* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int descriptor, void* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint Read(int descriptor, void* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "syscall")]
    public static partial nint Call(nint number, nint thread, Scheduling* scheduling, nint sizeOrFlags, nint flags);

    /// <summary>How a thread is scheduled: the kernel's <c>sched_attr</c>, its first version.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Scheduling
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong SliceNanoseconds;
        public ulong Deadline;
        public ulong Period;
    }

    /// <summary>An IPv4 address and port as the kernel takes them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SocketAddress
    {
        public ushort Family;
        public ushort PortBigEndian;
        public uint AddressBigEndian;
        public ulong Unused;
    }

    /// <summary>A span of time.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>Whether a socket lingers when it is closed; with 0 s it resets its peer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Linger
    {
        public int On;
        public int Seconds;
    }
}
