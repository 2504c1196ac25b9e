using System.Numerics;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>
/// Buffers of 1 to 64 KiB, each a power of two, for bytes that are in flight. Keeps few of those that nobody uses, so that a burst does not stay in
/// memory, and counts those that are out, so that a leak is noticed.
/// </summary>
internal sealed class BufferPool
{
    /// <summary>The largest buffer there is.</summary>
    public const int Largest = 64 * 1024;

    private const int SmallestBits = 10;
    private const int KeptBytes = 256 * 1024;

    private readonly Stack<byte[]>[] _kept = [.. Enumerable.Range(SmallestBits, BitOperations.Log2(Largest) - SmallestBits + 1).Select(_ => new Stack<byte[]>())];
    private int _out;

    /// <summary>How many buffers are in use.</summary>
    public int Out => Volatile.Read(ref _out);

    /// <summary>A buffer of at least so many bytes, with anything in it.</summary>
    public byte[] Rent(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Largest);
        Interlocked.Increment(ref _out);
        var size = Math.Max(1 << SmallestBits, (int)BitOperations.RoundUpToPowerOf2((uint)bytes));
        var kept = KeptOf(size);
        lock (kept)
        {
            if (kept.TryPop(out var buffer))
            {
                return buffer;
            }
        }

        return GC.AllocateUninitializedArray<byte>(size);
    }

    /// <summary>Gives a buffer back, once.</summary>
    public void Return(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Interlocked.Decrement(ref _out);
        var kept = KeptOf(buffer.Length);
        lock (kept)
        {
            if (kept.Count < KeptBytes / buffer.Length)
            {
                kept.Push(buffer);
            }
        }
    }

    private Stack<byte[]> KeptOf(int size) => _kept[BitOperations.Log2((uint)size) - SmallestBits];
}
