using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Whisper.Hosting.Health;

/// <summary>A check that anybody may ask for: it looks once a second at most, however many ask.</summary>
public abstract class SharedLook(TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<string?>? _look;
    private long _lookedAt;

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problem = await Latest().WaitAsync(cancellationToken);
        return problem is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(problem);
    }

    /// <summary>What is wrong, as a sentence; null when all is well. Shared by all who ask, so that none of them may call it off.</summary>
    protected abstract Task<string?> Look();

    private Task<string?> Latest()
    {
        lock (_lock)
        {
            if (_look is null || (_look.IsCompleted && clock.GetElapsedTime(_lookedAt) >= LookEvery))
            {
                _lookedAt = clock.GetTimestamp();
                _look = Safely();
            }

            return _look;
        }
    }

    private async Task<string?> Safely()
    {
        try
        {
            return await Look();
        }
        catch (Exception error)
        {
            return error.Message;
        }
    }
}
