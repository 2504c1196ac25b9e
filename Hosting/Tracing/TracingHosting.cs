using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Whisper.Tracing;

namespace Whisper.Hosting.Tracing;

/// <summary>Traces, for whoever asks for them.</summary>
public static class TracingHosting
{
    // Orleans' own, whose spans carry a trace from process to process
    private const string GrainCalls = "Microsoft.Orleans.Application";

    /// <summary>
    /// Whether any trace is wanted. Else Orleans is not told to carry them, which would cost something with each call. A figure that cannot be
    /// read is left to the validation.
    /// </summary>
    public static bool IsTraced(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Ratio(configuration) > 0;
    }

    /// <summary>Adds the settings, and the sending of traces when they are wanted. Safe to call by both halves of a standalone process.</summary>
    public static IServiceCollection AddWhisperTracing(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (services.Any(service => service.ImplementationType == typeof(TracingOptionsValidator)))
        {
            return services;
        }

        services.AddOptions<TracingOptions>().BindConfiguration(TracingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TracingOptions>, TracingOptionsValidator>();
        if (IsTraced(configuration))
        {
            var endpoint = configuration[$"{TracingOptions.Section}:{nameof(TracingOptions.Endpoint)}"];
            services.AddOpenTelemetry().WithTracing(tracing => Trace(tracing, Math.Min(1, Ratio(configuration)), endpoint));
        }

        return services;
    }

    private static void Trace(TracerProviderBuilder tracing, double ratio, string? endpoint)
    {
        // else a collector could not tell a gateway from a silo: both are called dotnet
        tracing.ConfigureResource(resource => resource.AddService(Assembly.GetEntryAssembly()?.GetName().Name ?? Spans.SourceName));
        tracing.AddSource(Spans.SourceName, GrainCalls).SetSampler(new ParentBasedSampler(new FrameSampler(ratio)));
        if (Uri.TryCreate(endpoint, UriKind.Absolute, out var uri))
        {
            tracing.AddOtlpExporter(exporter => exporter.Endpoint = uri);
        }
    }

    private static double Ratio(IConfiguration configuration) =>
        double.TryParse(configuration[$"{TracingOptions.Section}:{nameof(TracingOptions.SampleRatio)}"], NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)
            ? ratio
            : 0;
}
