namespace Whisper.Silo.Stores.Postgres;

/// <summary>Events 3200 to 3299.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(3200, LogLevel.Warning, "Started without the report store, not ready until it is there. {Reason}")]
    public static partial void StartsWithout(ILogger log, string reason);
}
