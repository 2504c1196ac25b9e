using StackExchange.Redis;

namespace Whisper.Hosting.Redis;

/// <summary>Tells a Redis that does not answer from a bug of ours.</summary>
public static class RedisFault
{
    /// <summary>Whether a call failed for want of Redis. The client cancels calls by itself when their connection breaks: this is for calls that nobody else may call off.</summary>
    public static bool Is(Exception error) => error is RedisException or TimeoutException or IOException or OperationCanceledException;
}
