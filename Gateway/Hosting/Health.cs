using System.Text.Json;
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

/// <summary>The body of <c>/health/ready</c>: <c>{"ready":false,"down":["cluster"]}</c>.</summary>
internal static class ReadinessReport
{
    /// <summary>Writes it.</summary>
    public static async Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteBoolean("ready", report.Status == HealthStatus.Healthy);
        json.WriteStartArray("down");
        foreach (var (name, _) in report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy))
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
