using OpenTelemetry.Trace;
using Whisper.Tracing;

namespace Whisper.Hosting.Tracing;

/// <summary>Picks traces among those that a person's frame begins. Calls that nobody's frame caused begin none.</summary>
internal sealed class FrameSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler _ratio = new(ratio);

    /// <inheritdoc />
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Name.StartsWith(Spans.Prefix, StringComparison.Ordinal)
            ? _ratio.ShouldSample(samplingParameters)
            : new SamplingResult(SamplingDecision.Drop);
}
