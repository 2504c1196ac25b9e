using Whisper.Gateway.Transports;

namespace Whisper.Gateway.Connections;

/// <summary>All connections by slot. A slot is used again, under another generation, so that a late delivery for the one before is noticed.</summary>
internal sealed class ConnectionTable
{
    private readonly Lock _lock = new();
    private readonly Stack<int> _free = new();
    private Connection?[] _connections = new Connection?[256];
    private int[] _generations = new int[256];
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

            var id = new ConnectionId(slot, ++_generations[slot]);
            connection.Id = id;
            Volatile.Write(ref _connections[slot], connection);
            _count++;
            return id;
        }
    }

    /// <summary>The connection, or null when it is gone.</summary>
    public Connection? Find(ConnectionId id)
    {
        var connections = Volatile.Read(ref _connections);
        if ((uint)id.Slot >= (uint)connections.Length)
        {
            return null;
        }

        var connection = Volatile.Read(ref connections[id.Slot]);
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

            Volatile.Write(ref _connections[id.Slot], null);
            _free.Push(id.Slot);
            _count--;
            return true;
        }
    }

    /// <summary>Every connection there is; ones that come or go meanwhile may be missed.</summary>
    public IEnumerable<Connection> All()
    {
        var connections = Volatile.Read(ref _connections);
        foreach (var connection in connections)
        {
            if (connection is not null)
            {
                yield return connection;
            }
        }
    }

    private void Grow(int slot)
    {
        if (slot >= _connections.Length)
        {
            Array.Resize(ref _generations, _generations.Length * 2);
            var larger = new Connection?[_connections.Length * 2];
            _connections.CopyTo(larger, 0);
            Volatile.Write(ref _connections, larger);
        }
    }
}
