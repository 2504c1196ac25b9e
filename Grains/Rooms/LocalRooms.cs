using System.Collections.Concurrent;
using Whisper.Delivery;
using Whisper.Rooms;

namespace Whisper.Grains.Rooms;

/// <summary>The rooms that are active on this silo.</summary>
internal sealed class LocalRooms : IRoomsHere
{
    private readonly ConcurrentDictionary<MatchId, RoomDoor> _doors = new();

    /// <summary>How many there are.</summary>
    public int Count => _doors.Count;

    /// <summary>Those in which a chat goes on.</summary>
    public IReadOnlyList<RoomDoor> Open() => [.. _doors.Values.Where(door => door.IsOpen)];

    /// <inheritdoc />
    public bool TryCall(in RelayCall call, out PostResult result)
    {
        result = default;
        return _doors.GetValueOrDefault(call.Match) is { } door && door.TryCall(call, out result);
    }

    /// <summary>A room is active here. One that was before and has not said that it ended is forgotten.</summary>
    public void Add(MatchId match, RoomDoor door) => _doors[match] = door;

    /// <summary>A room is no longer.</summary>
    public void Remove(MatchId match, RoomDoor door) => _doors.TryRemove(new(match, door));
}
