using Whisper.Hosting.Start;

namespace Whisper.Silo.Cluster;

/// <summary>No second cluster under one id.</summary>
internal sealed class IncarnationStartCheck(RedisStartCheck redis, Incarnation incarnation) : IStartCheck
{
    public string Name => IncarnationHealth.Name;

    // a Redis that cannot be used is told by its own check
    public async Task<string?> Problem(CancellationToken cancellation) =>
        await redis.Problem(cancellation) is null ? await incarnation.Join(cancellation) : null;
}

/// <summary>No silo whose clock is off.</summary>
internal sealed class ClockStartCheck(RedisStartCheck redis, IncarnationStore store, TimeProvider clock) : IStartCheck
{
    public string Name => ClockHealth.Name;

    public async Task<string?> Problem(CancellationToken cancellation) =>
        await redis.Problem(cancellation) is null ? ClockRule.Problem(clock.GetUtcNow(), (await store.Look()).RedisNow) : null;
}
