using System.Runtime.InteropServices;
using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>The tickets of a matcher: numbered slots with a free list, found by ticket id.</summary>
internal sealed class SlotTable
{
    private readonly PagedArray<Slot> _slots = new(pageBits: 10);
    private readonly Dictionary<TicketId, int> _byId = [];
    private readonly Stack<int> _free = new();
    private int _used;

    /// <summary>How many tickets are here.</summary>
    public int Count => _byId.Count;

    /// <summary>How many slots have ever been in use at once, which is what the memory is for.</summary>
    public int Used => _used;

    /// <summary>The slot numbered <paramref name="slot"/>.</summary>
    public ref Slot this[int slot] => ref _slots[slot];

    /// <summary>The slot of a ticket, or -1.</summary>
    public int Find(TicketId id) => _byId.TryGetValue(id, out var slot) ? slot : -1;

    /// <summary>A slot for a ticket that has none yet, else -1. The caller fills in the rest.</summary>
    public int Take(Ticket ticket)
    {
        ref var mapped = ref CollectionsMarshal.GetValueRefOrAddDefault(_byId, ticket.Id, out var known);
        if (known)
        {
            return -1;
        }

        if (!_free.TryPop(out var slot))
        {
            slot = _used++;
            _slots.EnsureLength(_used);
        }

        mapped = slot;
        _slots[slot] = new Slot { Ticket = ticket, Since = ticket.Since.UtcTicks };
        return slot;
    }

    /// <summary>Forgets a ticket's id; its slot stays until <see cref="Release"/>. -1 when it is not here.</summary>
    public int Forget(TicketId id) => _byId.Remove(id, out var slot) ? slot : -1;

    /// <summary>Gives a forgotten ticket's slot back and lets go of the ticket.</summary>
    public void Release(int slot)
    {
        _slots[slot] = default;
        _free.Push(slot);
    }

    /// <summary>The slots in use.</summary>
    public IEnumerable<int> Live()
    {
        for (var slot = 0; slot < _used; slot++)
        {
            if (_slots[slot].Ticket is not null)
            {
                yield return slot;
            }
        }
    }
}
