using Microsoft.Extensions.Diagnostics.HealthChecks;
using Whisper.Grains.Moderation;

namespace Whisper.Silo.Moderation;

/// <summary>Not ready while reports cannot be stored; names the store.</summary>
internal sealed class ReportStoreHealth(IReportStore store) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "reports";

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.Probe(cancellationToken);
            return HealthCheckResult.Healthy($"Store {store.Name} takes reports.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"Store {store.Name} is not usable: {e.Message}", e);
        }
    }
}
