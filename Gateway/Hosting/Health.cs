using Microsoft.Extensions.Diagnostics.HealthChecks;
using Whisper.Gateway.Delivery;

namespace Whisper.Gateway.Hosting;

/// <summary>Ready while the cluster vouches for this gateway.</summary>
internal sealed class LeaseHealth(LeaseKeeper lease) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lease.Held ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The gateway's lease is not held."));
}

/// <summary>Ready while the gateway is not leaving.</summary>
internal sealed class DrainingHealth(Draining draining) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(draining.Started ? HealthCheckResult.Unhealthy("The gateway is leaving.") : HealthCheckResult.Healthy());
}
