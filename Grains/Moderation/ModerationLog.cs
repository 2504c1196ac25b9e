using Microsoft.Extensions.Logging;
using Whisper.Moderation;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Moderation;

/// <summary>Events 3000 to 3099. Never a word that a person wrote, nor who reported.</summary>
internal static partial class ModerationLog
{
    [LoggerMessage(3000, LogLevel.Information, "Report taken under case {Case}: {Reason}")]
    public static partial void ReportStored(ILogger log, string @case, ReportReason reason);

    [LoggerMessage(3001, LogLevel.Warning, "Report about match {Match} refused: its evidence does not verify")]
    public static partial void EvidenceRefused(ILogger log, MatchId match);

    [LoggerMessage(3002, LogLevel.Error, "Report not taken, the reporter was told so: {Store} failed")]
    public static partial void ReportNotStored(ILogger log, string store, Exception error);

    [LoggerMessage(3004, LogLevel.Debug, "Report of case {Case} stored as {Kept}")]
    public static partial void ReportKept(ILogger log, string @case, string kept);

    [LoggerMessage(3005, LogLevel.Warning, "Report of case {Case} waits in its stream: store {Store} failed. {Reason}")]
    public static partial void ReportWaits(ILogger log, string @case, string store, string reason);

    [LoggerMessage(3003, LogLevel.Information, "Case {Case}: banned session {Session}")]
    public static partial void ReportedBanned(ILogger log, string @case, SessionId session);
}
