namespace Whisper.Silo.Moderation;

/// <summary>Events 3100 to 3199.</summary>
internal static partial class SiloModerationLog
{
    [LoggerMessage(3100, LogLevel.Information, "Deleted {Count} reports older than {Age}")]
    public static partial void ReportsDeleted(ILogger log, int count, TimeSpan age);

    [LoggerMessage(3101, LogLevel.Error, "Reports past their time are not deleted: store {Store} failed")]
    public static partial void RetentionFailed(ILogger log, string store, Exception error);
}
