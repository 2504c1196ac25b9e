using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Whisper.Hosting.Health;
using Whisper.Hosting.Metrics;

namespace Whisper.Silo.Admin;

/// <summary>What a silo of its own serves on its admin port beside <see cref="SiloAdmin"/>; in a standalone process the gateway does.</summary>
public static class SiloEndpoints
{
    /// <summary>Adds metrics and the check that this silo is a member.</summary>
    public static WebApplicationBuilder AddWhisperSiloEndpoints(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHealthChecks().AddCheck<MemberHealth>("cluster");
        builder.Services.AddWhisperMetrics();
        return builder;
    }

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c> for all, <c>/metrics</c> for operators.</summary>
    public static WebApplication MapWhisperSiloEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = ReadinessReport.Write });
        app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new OperatorsOnly());
        return app;
    }
}

/// <summary>Ready while this silo is an active member of its cluster.</summary>
internal sealed class MemberHealth(ISiloStatusOracle members) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        members.CurrentStatus == SiloStatus.Active ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"This silo is {members.CurrentStatus}, not an active member of its cluster."));
}
