using Microsoft.Extensions.Logging;

namespace Whisper.Grains.Events;

/// <summary>Log lines of platform events, events 2200 to 2299.</summary>
internal static partial class EventLog
{
    [LoggerMessage(2200, LogLevel.Warning, "{Count} platform events were not published; trying again.")]
    public static partial void PublishFailed(ILogger log, int count, Exception error);

    [LoggerMessage(2201, LogLevel.Warning, "The silo ends with {Count} platform events that were not published.")]
    public static partial void Undrained(ILogger log, int count);

    [LoggerMessage(2202, LogLevel.Warning, "{Count} platform events wait in their stream: store {Store} failed. {Reason}")]
    public static partial void NotStored(ILogger log, int count, string store, string reason);

    [LoggerMessage(2203, LogLevel.Warning, "Platform events are lost: {Reason}.")]
    public static partial void Dropped(ILogger log, string reason);
}
