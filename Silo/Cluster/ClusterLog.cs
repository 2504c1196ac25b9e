namespace Whisper.Silo.Cluster;

/// <summary>Events 3250 to 3299.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(3250, LogLevel.Warning, "{Redis} keeps no append-only file: when it ends, members, sessions and waiting tickets are lost")]
    public static partial void NoAppendOnlyFile(ILogger log, string redis);

    [LoggerMessage(3251, LogLevel.Critical, "Not ready: {Problem}")]
    public static partial void NotOfThisCluster(ILogger log, string problem);

    [LoggerMessage(3252, LogLevel.Information, "Began incarnation {Incarnation} of the cluster")]
    public static partial void Began(ILogger log, string incarnation);

    [LoggerMessage(3253, LogLevel.Warning, "The cluster's key in Redis could not be looked at: {Reason}")]
    public static partial void NotLookedAt(ILogger log, string reason);

    [LoggerMessage(3255, LogLevel.Information, "Silo {Silo} watches over incarnation {Incarnation}")]
    public static partial void Watching(ILogger log, string silo, string? incarnation);

    [LoggerMessage(3254, LogLevel.Error, "The silo could not leave its cluster in time; its process ends")]
    public static partial void EndedUnfinished(ILogger log);
}
