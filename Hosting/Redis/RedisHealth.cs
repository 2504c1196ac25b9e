using Whisper.Hosting.Health;

namespace Whisper.Hosting.Redis;

/// <summary>Not ready while Redis does not answer.</summary>
public sealed class RedisHealth(RedisConnection redis, TimeProvider clock) : SharedLook(clock)
{
    /// <summary>The check's name.</summary>
    public const string Name = "redis";

    /// <inheritdoc />
    protected override async Task<string?> Look()
    {
        try
        {
            await (await redis.Database()).PingAsync();
            return null;
        }
        catch (Exception error) when (RedisFault.Is(error))
        {
            return await RedisProbe.Problem(redis) ?? $"{redis.Where} answers again; the connection is being made.";
        }
    }
}
