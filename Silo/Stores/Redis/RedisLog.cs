using Whisper.Matching;

namespace Whisper.Silo.Stores.Redis;

/// <summary>Events 3200 to 3249.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(3200, LogLevel.Error, "A ticket in the queue of bucket {Bucket} cannot be read and is passed over")]
    public static partial void UnreadableTicket(ILogger log, BucketId bucket, Exception error);
}
