using Whisper.Gateway.Transports;

namespace Whisper.Gateway.Connections;

/// <summary>
/// All connections by slot, in pages that are never copied into larger ones. A slot is used again, under another generation, so that a late delivery for the one before is noticed.
/// </summary>
internal sealed class ConnectionTable
{
    private const int PageBits = 9;
    private const int PageSize = 1 << PageBits;

    private readonly Lock _lock = new();
    private readonly Stack<int> _free = new();
    private Page[] _pages = [];
    private int _used;
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a connection in and names it.</summary>
    public ConnectionId Add(Connection connection)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out var slot))
            {
                slot = _used++;
                Grow(slot);
            }

            var page = _pages[slot >> PageBits];
            var id = new ConnectionId(slot, ++page.Generations[slot & (PageSize - 1)]);
            connection.Id = id;
            Volatile.Write(ref page.Connections[slot & (PageSize - 1)], connection);
            _count++;
            return id;
        }
    }

    /// <summary>The connection, or null when it is gone.</summary>
    public Connection? Find(ConnectionId id)
    {
        var pages = Volatile.Read(ref _pages);
        if ((uint)id.Slot >> PageBits >= (uint)pages.Length)
        {
            return null;
        }

        var connection = Volatile.Read(ref pages[id.Slot >> PageBits].Connections[id.Slot & (PageSize - 1)]);
        return connection?.Id == id ? connection : null;
    }

    /// <summary>Lets a connection go; false when it was gone.</summary>
    public bool Remove(ConnectionId id)
    {
        lock (_lock)
        {
            if (Find(id) is null)
            {
                return false;
            }

            Volatile.Write(ref _pages[id.Slot >> PageBits].Connections[id.Slot & (PageSize - 1)], null);
            _free.Push(id.Slot);
            _count--;
            return true;
        }
    }

    /// <summary>Every connection there is; ones that come or go meanwhile may be missed.</summary>
    public IEnumerable<Connection> All()
    {
        foreach (var page in Volatile.Read(ref _pages))
        {
            foreach (var connection in page.Connections)
            {
                if (connection is not null)
                {
                    yield return connection;
                }
            }
        }
    }

    private void Grow(int slot)
    {
        if (slot >> PageBits == _pages.Length)
        {
            Volatile.Write(ref _pages, [.. _pages, new Page()]);
        }
    }

    private sealed class Page
    {
        public readonly Connection?[] Connections = new Connection?[PageSize];
        public readonly int[] Generations = new int[PageSize];
    }
}
