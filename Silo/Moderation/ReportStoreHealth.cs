using Microsoft.Extensions.Diagnostics.HealthChecks;
using Whisper.Grains.Moderation;

namespace Whisper.Silo.Moderation;

/// <summary>
/// Not ready while reports cannot be stored; names the store. Anybody may ask, and a look takes the store's write lock: however many ask,
/// it looks once a second, so that questions cannot keep reports waiting.
/// </summary>
internal sealed class ReportStoreHealth(IReportStore store, TimeProvider clock) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "reports";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _look;
    private long _lookedAt;

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_look is null || (_look.IsCompleted && clock.GetElapsedTime(_lookedAt) >= LookEvery))
            {
                _lookedAt = clock.GetTimestamp();
                _look = Look();
            }

            return _look.WaitAsync(cancellationToken);
        }
    }

    // shared by all who ask, so that none of them may call it off
    private async Task<HealthCheckResult> Look()
    {
        try
        {
            await store.Probe(CancellationToken.None);
            return HealthCheckResult.Healthy($"Store {store.Name} takes reports.");
        }
        catch (Exception e)
        {
            return HealthCheckResult.Unhealthy($"Store {store.Name} is not usable: {e.Message}", e);
        }
    }
}
