using Microsoft.Extensions.Options;

namespace Whisper.Hosting.Tracing;

/// <summary>Traces of searches and messages, <c>Whisper:Tracing</c>.</summary>
[ConfigurationSection(Section)]
public sealed class TracingOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Whisper:Tracing";

    /// <summary>The part of searches and messages that is traced. Default 0: none, and nothing is spent on it. Range 0 to 1.</summary>
    public double SampleRatio { get; set; }

    /// <summary>Where traces are sent to: a collector that takes OTLP over gRPC, such as <c>http://localhost:4317</c>. Default empty: nowhere.</summary>
    public string Endpoint { get; set; } = "";
}

/// <summary>Lists everything that is wrong with <see cref="TracingOptions"/>.</summary>
internal sealed class TracingOptionsValidator : IValidateOptions<TracingOptions>
{
    public ValidateOptionsResult Validate(string? name, TracingOptions options) => new OptionChecks(TracingOptions.Section)
        .Range(nameof(options.SampleRatio), options.SampleRatio, 0, 1)
        .Require(
            options.Endpoint.Length == 0 || (Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"),
            nameof(options.Endpoint),
            $"is \"{options.Endpoint}\", which is no address such as http://localhost:4317.")
        .Result();
}
