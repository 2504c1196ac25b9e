using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Whisper.Hosting.Metrics;

/// <summary>What every process measures, for Prometheus: the product, Orleans, Kestrel and the runtime.</summary>
public static class MetricsHosting
{
    // The largest is one by gateway. Room for all is taken at once, 72 bytes each and instrument: the library's 2,000 were 6.6 of a gateway's 16 MB of live heap.
    private const int MostSeriesOfAnInstrument = 250;

    // What Orleans counts several times with each call: a search cost a twentieth more with it (docs/decisions/0016), and the dashboard counts calls too.
    private static readonly string[] CountedWithEachCall =
    [
        "orleans-messaging-processing-",
        "orleans-messaging-sent-local",
        "orleans-messaging-sent-header-size",
        "orleans-messaging-sent-messages-size",
        "orleans-messaging-received-",
        "orleans-gateway-sent",
        "orleans-gateway-received",
        "orleans-directory-lookups-",
        "orleans-directory-registrations-",
        "orleans-directory-unregistrations-",
    ];

    /// <summary>Collects when <c>/metrics</c> is asked for.</summary>
    public static IServiceCollection AddWhisperMetrics(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Whisper", "Microsoft.Orleans", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddView(instrument => CountedWithEachCall.Any(name => instrument.Name.StartsWith(name, StringComparison.Ordinal))
                ? MetricStreamConfiguration.Drop
                : new MetricStreamConfiguration { CardinalityLimit = MostSeriesOfAnInstrument })
            .AddPrometheusExporter());
        return services;
    }
}
