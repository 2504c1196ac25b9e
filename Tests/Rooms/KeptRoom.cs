using Whisper.Grains.Rooms;
using Whisper.Grains.Runtime;

namespace Whisper.Tests.Rooms;

/// <summary>What one room has stored, in memory.</summary>
/// <param name="stored">What an activation before has stored; null when there was none.</param>
internal sealed class KeptRoom(RoomState? stored = null) : IRecord<RoomState>
{
    public RoomState Value { get; private set; } = stored ?? new();

    public Task Save(RoomState next)
    {
        Value = next;
        return Task.CompletedTask;
    }

    public Task Refresh() => Task.CompletedTask;

    public Task Clear() => Save(new RoomState());
}
