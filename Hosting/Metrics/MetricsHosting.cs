using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Whisper.Hosting.Metrics;

/// <summary>What every process measures, for Prometheus: the product, Orleans, Kestrel and the runtime.</summary>
public static class MetricsHosting
{
    // The largest is one by gateway. Room for all is taken at once, 72 bytes each and instrument: the library's 2,000 were 6.6 of a gateway's 16 MB of live heap.
    private const int MostSeriesOfAnInstrument = 250;

    /// <summary>Collects when <c>/metrics</c> is asked for.</summary>
    public static IServiceCollection AddWhisperMetrics(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Whisper", "Microsoft.Orleans", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MostSeriesOfAnInstrument })
            .AddPrometheusExporter());
        return services;
    }
}
