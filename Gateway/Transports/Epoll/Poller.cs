using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>What can be asked of <c>epoll</c>, and what it answers.</summary>
[Flags]
internal enum Readiness : uint
{
    /// <summary>Nothing; an error or the end of the connection is told all the same.</summary>
    None = 0,

    /// <summary>There is something to read, or the end.</summary>
    In = 0x1,

    /// <summary>There is room to write.</summary>
    Out = 0x4,

    /// <summary>The connection has failed.</summary>
    Error = 0x8,

    /// <summary>The connection is over in both directions.</summary>
    HangUp = 0x10,

    /// <summary>The peer sends nothing more.</summary>
    PeerDone = 0x2000,

    /// <summary>Told once for each arrival, not for as long as something is there.</summary>
    Edge = 0x8000_0000,
}

/// <summary>One <c>epoll</c> descriptor, with an <c>eventfd</c> by which other threads wake whoever waits. Used by one thread but for <see cref="Wake"/>, <see cref="Add"/> and <see cref="Change"/>.</summary>
internal sealed unsafe class Poller : IDisposable
{
    /// <summary>The token under which a wake-up arrives.</summary>
    public const ulong WakeToken = ulong.MaxValue;

    private const int Most = 256;
    private const int AddOperation = 1;
    private const int RemoveOperation = 2;
    private const int ChangeOperation = 3;

    // struct epoll_event is packed on x86-64, and nowhere else
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly byte* _events = (byte*)NativeMemory.AllocZeroed((nuint)(Most * Stride));
    private int _isWoken;

    public Poller()
    {
        _epoll = Checked(Libc.EpollCreate(Libc.CloseOnExec));
        _wake = Checked(Libc.EventDescriptor(0, Libc.NonBlocking | Libc.CloseOnExec));
        Add(_wake, Readiness.In, WakeToken);
    }

    /// <summary>Waits until something is ready; answers how much is.</summary>
    public int Wait()
    {
        var ready = Libc.EpollWait(_epoll, _events, Most, -1);
        return ready >= 0 || Libc.Error == Libc.Interrupted ? Math.Max(ready, 0) : throw Failure("epoll_wait");
    }

    /// <summary>What is ready, by its place in the last answer.</summary>
    public (ulong Token, Readiness What) this[int index]
    {
        get
        {
            var item = _events + (index * Stride);
            return (Unsafe.ReadUnaligned<ulong>(item + Stride - sizeof(ulong)), (Readiness)Unsafe.ReadUnaligned<uint>(item));
        }
    }

    /// <summary>Begins to watch a descriptor.</summary>
    public bool Add(int descriptor, Readiness interest, ulong token) => Control(AddOperation, descriptor, interest, token);

    /// <summary>Changes what is watched for.</summary>
    public bool Change(int descriptor, Readiness interest, ulong token) => Control(ChangeOperation, descriptor, interest, token);

    /// <summary>Stops watching a descriptor that lives on; a closed one is forgotten by itself.</summary>
    public void Remove(int descriptor) => Control(RemoveOperation, descriptor, Readiness.None, 0);

    /// <summary>Makes <see cref="Wait"/> return, now or the next time.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            var one = 1UL;
            Libc.Write(_wake, (byte*)&one, sizeof(ulong));
        }
    }

    /// <summary>Takes note of a wake-up, before looking at what it is about.</summary>
    public void Woken()
    {
        ulong count;
        Libc.Read(_wake, (byte*)&count, sizeof(ulong));
        Interlocked.Exchange(ref _isWoken, 0);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Libc.Close(_wake);
        Libc.Close(_epoll);
        NativeMemory.Free(_events);
    }

    private static IOException Failure(string call) => new($"{call} failed: {Marshal.GetPInvokeErrorMessage(Libc.Error)}");

    private static int Checked(int descriptor) => descriptor >= 0 ? descriptor : throw Failure("epoll_create1 or eventfd");

    private bool Control(int operation, int descriptor, Readiness interest, ulong token)
    {
        var change = stackalloc byte[16];
        Unsafe.WriteUnaligned(change, (uint)interest);
        Unsafe.WriteUnaligned(change + Stride - sizeof(ulong), token);
        return Libc.EpollControl(_epoll, operation, descriptor, change) == 0;
    }
}
