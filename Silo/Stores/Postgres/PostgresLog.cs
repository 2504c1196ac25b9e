namespace Whisper.Silo.Stores.Postgres;

/// <summary>Events 3300 to 3399.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(3300, LogLevel.Warning, "Started without the report store, not ready until it is there. {Reason}")]
    public static partial void StartsWithout(ILogger log, string reason);

    [LoggerMessage(3301, LogLevel.Information, "Deleted {Count} platform events older than {Age}")]
    public static partial void EventsDeleted(ILogger log, int count, TimeSpan age);

    [LoggerMessage(3302, LogLevel.Error, "Platform events past their time are not deleted")]
    public static partial void EventRetentionFailed(ILogger log, Exception error);
}
