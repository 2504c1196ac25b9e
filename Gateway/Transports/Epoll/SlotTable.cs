namespace Whisper.Gateway.Transports.Epoll;

/// <summary>All sockets, in pages that never move and are never copied into larger ones.</summary>
internal sealed class SlotTable
{
    private const int PageBits = 9;
    private const int PageSize = 1 << PageBits;
    private const int Gates = 64;
    private const int None = -1;

    private readonly Lock _lock = new();
    private readonly Lock[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new Lock())];
    private Slot[][] _pages = [];
    private int _free = None;
    private int _used;
    private int _count;

    /// <summary>How many are in use.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>One more than the highest slot that was ever used.</summary>
    public int End => Volatile.Read(ref _used);

    /// <summary>A slot that has been taken once.</summary>
    public ref Slot this[int index] => ref Volatile.Read(ref _pages)[index >> PageBits][index & (PageSize - 1)];

    /// <summary>What to hold while sending to a socket, or changing what all threads look at. A few for all: nothing is waited for under one.</summary>
    public Lock Gate(int index) => _gates[index & (Gates - 1)];

    /// <summary>Whether a slot has this user still.</summary>
    public bool Has(int index, int generation) => this[index].Generation == generation && this[index].Phase != Phase.Free;

    /// <summary>Takes a slot for a descriptor.</summary>
    public int Take(int descriptor, byte loop, byte listener)
    {
        lock (_lock)
        {
            var index = _free;
            if (index == None)
            {
                index = _used;
                Grow(index);
                Volatile.Write(ref _used, index + 1);
            }
            else
            {
                _free = this[index].Descriptor;
            }

            _count++;
            ref var slot = ref this[index];
            (slot.Descriptor, slot.Loop, slot.Listener) = (descriptor, loop, listener);
            slot.Generation = Math.Max(1, slot.Generation);
            slot.Phase = Phase.Handshake;
            return index;
        }
    }

    /// <summary>Gives a slot back. What it held must be released before; called under its gate.</summary>
    public void Free(int index)
    {
        lock (_lock)
        {
            ref var slot = ref this[index];
            slot = new Slot { Generation = slot.Generation == int.MaxValue ? 1 : slot.Generation + 1, Descriptor = _free };
            _free = index;
            _count--;
        }
    }

    private void Grow(int index)
    {
        if (index >> PageBits == _pages.Length)
        {
            Volatile.Write(ref _pages, [.. _pages, new Slot[PageSize]]);
        }
    }
}
