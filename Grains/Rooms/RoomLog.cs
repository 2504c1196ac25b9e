using Microsoft.Extensions.Logging;

namespace Whisper.Grains.Rooms;

/// <summary>Log lines of rooms, events 2300 to 2399.</summary>
internal static partial class RoomLog
{
    [LoggerMessage(2300, LogLevel.Information, "{Moved} of {Rooms} rooms have moved to {Silos} other silos in {Ms} ms.")]
    public static partial void MovedOut(ILogger logger, int moved, int rooms, int silos, long ms);
}
