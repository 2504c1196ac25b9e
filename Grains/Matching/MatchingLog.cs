using Microsoft.Extensions.Logging;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Grains.Matching;

/// <summary>Log lines of matching, events 2000 to 2099.</summary>
internal static partial class MatchingLog
{
    [LoggerMessage(2000, LogLevel.Warning, "The wake-up reminder of a bucket could not be written; trying again.")]
    public static partial void ReminderWriteFailed(ILogger logger, Exception error);

    [LoggerMessage(2001, LogLevel.Warning, "Ticket {Ticket}: {Step} failed; it is tried again.")]
    public static partial void StepFailed(ILogger logger, TicketId ticket, string step, Exception error);

    [LoggerMessage(2002, LogLevel.Debug, "Match {Match} made in tier {Tier}.")]
    public static partial void Matched(ILogger logger, MatchId match, int tier);

    [LoggerMessage(2003, LogLevel.Information, "Bucket {Bucket} reloaded {Count} waiting tickets.")]
    public static partial void Reloaded(ILogger logger, BucketId bucket, int count);
}
