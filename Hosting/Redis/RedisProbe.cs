using StackExchange.Redis;

namespace Whisper.Hosting.Redis;

/// <summary>Says in a sentence why Redis cannot be used.</summary>
public static class RedisProbe
{
    private const int AnswerWithinMs = 3_000;

    /// <summary>Tries a connection of its own, which tells more than one that is being repaired. Null when Redis answers.</summary>
    public static async Task<string?> Problem(RedisConnection redis)
    {
        ArgumentNullException.ThrowIfNull(redis);
        var settings = redis.Settings.Clone();
        settings.AbortOnConnectFail = true;
        settings.ConnectRetry = 1;
        settings.ConnectTimeout = AnswerWithinMs;
        try
        {
            await using var probe = await ConnectionMultiplexer.ConnectAsync(settings);
            await probe.GetDatabase().PingAsync();
            return null;
        }
        catch (Exception error) when (RedisFault.Is(error))
        {
            return Sentence(redis, error);
        }
    }

    private static string Sentence(RedisConnection redis, Exception error)
    {
        var isRefused = error is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
            || error.ToString().Contains("WRONGPASS", StringComparison.Ordinal)
            || error.ToString().Contains("NOAUTH", StringComparison.Ordinal);
        if (isRefused)
        {
            return $"{redis.Where} refuses user \"{redis.Settings.User}\" with the password given; look at {RedisOptions.Section}:User and :Password.";
        }

        return error.Message.Contains("LOADING", StringComparison.Ordinal)
            ? $"{redis.Where} is still loading its data."
            : $"{redis.Where} does not answer; is it running, and are {RedisOptions.Section}:Host and :Port right?";
    }
}
