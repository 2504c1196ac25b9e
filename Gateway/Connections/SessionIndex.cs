using Whisper.Sessions;

namespace Whisper.Gateway.Connections;

/// <summary>
/// Connections by the session they speak for, in 10 to 20 bytes each: open addressing, in parts small enough that growing one leaves no large array behind.
/// </summary>
internal sealed class SessionIndex
{
    private const int PartBits = 8;
    private const int FirstSize = 8;

    private readonly Part[] _parts = [.. Enumerable.Range(0, 1 << PartBits).Select(_ => new Part())];

    /// <summary>Puts a connection in, in the place of another of the same session.</summary>
    public void Set(Connection connection)
    {
        var part = PartOf(connection.Session, out var hash);
        lock (part)
        {
            part.Set(connection, hash);
        }
    }

    /// <summary>The connection of a session; null when there is none.</summary>
    public Connection? Find(SessionId session)
    {
        var part = PartOf(session, out var hash);
        lock (part)
        {
            return part.At(part.Find(session, hash));
        }
    }

    /// <summary>Takes a connection out; false when it is not the one of its session.</summary>
    public bool Remove(Connection connection)
    {
        var part = PartOf(connection.Session, out var hash);
        lock (part)
        {
            var index = part.Find(connection.Session, hash);
            if (!ReferenceEquals(part.At(index), connection))
            {
                return false;
            }

            part.RemoveAt(index);
            return true;
        }
    }

    private Part PartOf(SessionId session, out uint hash)
    {
        hash = (uint)session.GetHashCode();
        return _parts[hash >> (32 - PartBits)];
    }

    private sealed class Part
    {
        private Connection?[] _places = new Connection?[FirstSize];
        private int _count;

        public Connection? At(int index) => _places[index];

        /// <summary>Where a session's connection is, or would be.</summary>
        public int Find(SessionId session, uint hash)
        {
            var index = (int)(hash & (uint)(_places.Length - 1));
            while (_places[index] is { } other && other.Session != session)
            {
                index = After(index);
            }

            return index;
        }

        public void Set(Connection connection, uint hash)
        {
            var index = Find(connection.Session, hash);
            if (_places[index] is null && ++_count > _places.Length * 3 / 4)
            {
                Grow();
                index = Find(connection.Session, hash);
            }

            _places[index] = connection;
        }

        /// <summary>Empties a place, and moves up those that it has kept from theirs.</summary>
        public void RemoveAt(int index)
        {
            _count--;
            _places[index] = null;
            for (var next = After(index); _places[next] is { } other; next = After(next))
            {
                var home = (int)((uint)other.Session.GetHashCode() & (uint)(_places.Length - 1));
                var isBetween = index <= next ? home > index && home <= next : home > index || home <= next;
                if (!isBetween)
                {
                    (_places[index], _places[next], index) = (other, null, next);
                }
            }
        }

        private void Grow()
        {
            var old = _places;
            _places = new Connection?[old.Length * 2];
            foreach (var connection in old)
            {
                if (connection is not null)
                {
                    _places[Find(connection.Session, (uint)connection.Session.GetHashCode())] = connection;
                }
            }
        }

        private int After(int index) => (index + 1) & (_places.Length - 1);
    }
}
