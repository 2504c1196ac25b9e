using Whisper.Hosting.Redis;
using Whisper.Hosting.Start;

namespace Whisper.Silo.Cluster;

/// <summary>Redis must answer, take the password, and never throw away what it was given to keep.</summary>
internal sealed class RedisStartCheck(RedisConnection redis, TimeProvider clock, ILogger<RedisStartCheck> log) : IStartCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private Task<string?>? _outcome;

    public string Name => RedisHealth.Name;

    /// <summary>Looked at once, also for the checks that need Redis.</summary>
    public Task<string?> Problem(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _outcome ??= Look(cancellation);
        }
    }

    private async Task<string?> Look(CancellationToken cancellation)
    {
        // it may have been started together with us
        var began = clock.GetTimestamp();
        string? problem;
        while ((problem = await RedisProbe.Problem(redis)) is not null && clock.GetElapsedTime(began) < Patience && !IsForGood(problem))
        {
            await Task.Delay(Pause, clock, cancellation);
        }

        return problem ?? await Unsafe();
    }

    private static bool IsForGood(string problem) => problem.Contains("refuses user", StringComparison.Ordinal);

    private async Task<string?> Unsafe()
    {
        var info = (string)(await (await redis.Database()).ExecuteAsync("INFO"))!;
        if (!info.Contains("aof_enabled:1", StringComparison.Ordinal))
        {
            ClusterLog.NoAppendOnlyFile(log, redis.Where);
        }

        var policy = Line(info, "maxmemory_policy:");
        return policy is "" or "noeviction"
            ? null
            : $"{redis.Where} has maxmemory-policy {policy} and would throw away members and sessions when its memory is full; set it to noeviction.";
    }

    private static string Line(string info, string name) =>
        info.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? "";
}
