namespace Whisper.Silo.Rehearsals;

/// <summary>Events 3350 to 3399.</summary>
internal static partial class RehearsalLog
{
    [LoggerMessage(3350, LogLevel.Information, "Rehearsing before this silo joins its cluster")]
    public static partial void Begins(ILogger log);

    [LoggerMessage(3351, LogLevel.Information, "Rehearsed {Rounds} rounds: {Methods} methods compiled in {Took}")]
    public static partial void Over(ILogger log, int rounds, long methods, TimeSpan took);

    [LoggerMessage(3352, LogLevel.Warning, "The rehearsal was cut short by {Reason}, with {Methods} methods compiled in {Took}; the silo joins without the rest")]
    public static partial void CutShort(ILogger log, string reason, long methods, TimeSpan took);
}
