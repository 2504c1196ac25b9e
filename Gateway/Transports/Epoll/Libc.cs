using System.Runtime.InteropServices;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>The system calls of Linux that this transport makes. A negative answer is a failure, whose <c>errno</c> is <see cref="Error"/>.</summary>
internal static unsafe partial class Libc
{
    /// <summary><c>EINTR</c></summary>
    public const int Interrupted = 4;

    /// <summary><c>EAGAIN</c>: nothing to read, or no room to write.</summary>
    public const int TryAgain = 11;

    /// <summary><c>ENFILE</c>: the system is out of descriptors.</summary>
    public const int SystemFull = 23;

    /// <summary><c>EMFILE</c>: the process is out of descriptors.</summary>
    public const int ProcessFull = 24;

    /// <summary><c>ENOBUFS</c> and <c>ENOMEM</c>: the kernel has no memory for it.</summary>
    public const int NoBuffers = 105;

    /// <inheritdoc cref="NoBuffers" />
    public const int NoMemory = 12;

    /// <summary><c>SOCK_NONBLOCK</c>, <c>EFD_NONBLOCK</c></summary>
    public const int NonBlocking = 0x800;

    /// <summary><c>SOCK_CLOEXEC</c>, <c>EFD_CLOEXEC</c>, <c>EPOLL_CLOEXEC</c></summary>
    public const int CloseOnExec = 0x80000;

    /// <summary><c>MSG_PEEK</c>: look, and leave it there.</summary>
    public const int Peek = 0x2;

    /// <summary><c>MSG_DONTWAIT | MSG_NOSIGNAL</c></summary>
    public const int DoNotWait = 0x40 | 0x4000;

    /// <summary><c>SHUT_WR</c></summary>
    public const int ShutWrite = 1;

    /// <summary><c>RLIMIT_NOFILE</c>: how many descriptors a process may have.</summary>
    public const int OpenFiles = 7;

    /// <summary><c>SYS_sched_getattr</c> on x86-64</summary>
    public const int GetScheduling = 315;

    /// <summary><c>SYS_sched_setattr</c> on x86-64</summary>
    public const int SetScheduling = 314;

    /// <summary><c>SYS_sched_getattr</c> on ARM64</summary>
    public const int GetSchedulingArm64 = 275;

    /// <summary><c>SYS_sched_setattr</c> on ARM64</summary>
    public const int SetSchedulingArm64 = 274;

    /// <summary>Why the last call of this thread failed.</summary>
    public static int Error => Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int most, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint count, int flags);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int listener, byte* address, int* addressLength, int flags);

    [LibraryImport("libc", EntryPoint = "getpeername", SetLastError = true)]
    public static partial int PeerName(int socket, byte* address, int* addressLength);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int resource, ulong* softAndHard);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Call(nint number, nint thread, TimeSlice.SchedulingAttributes* attributes, nint sizeOrFlags, nint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
