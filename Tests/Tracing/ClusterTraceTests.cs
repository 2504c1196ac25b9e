using Whisper.Tests.Gateway.Support;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Tracing;

/// <summary>A trace goes from the process that begins it through those that it concerns, and all of them send their part of it.</summary>
[Collection(TraceTests.Name)]
public sealed class ClusterTraceTests
{
    private const string Gateway = "Whisper.Gateway";
    private const string Silo = "Whisper.Silo";

    private static readonly (string, string)[] Searched =
    [
        (Gateway, "whisper.find_match"), (Silo, "whisper.session.find"), (Silo, "whisper.bucket.join"), (Silo, "whisper.bucket.propose"),
        (Silo, "whisper.room.open"), (Silo, "whisper.delivery"), (Gateway, "whisper.socket"),
    ];

    private static readonly (string, string)[] Sent =
        [(Gateway, "whisper.message"), (Silo, "whisper.ingress"), (Silo, "whisper.room.post"), (Silo, "whisper.delivery"), (Gateway, "whisper.socket")];

    [Fact]
    public async Task SearchAndMessage_AreEachOneTraceAcrossProcesses()
    {
        await using var collector = await TraceCollector.Start();
        await using var product = await ClusterHost.Start(("Tracing:SampleRatio", "1"), ("Tracing:Endpoint", collector.Endpoint));
        var (first, second) = await product.Pair();
        await first.Send(new { type = "message", n = 1, text = "hello" });
        await second.Expect("message");
        await Eventually.True(() => IsOneTrace(collector, Searched) && IsOneTrace(collector, Sent), "both traces have arrived whole");
    }

    private static bool IsOneTrace(TraceCollector collector, (string Service, string Name)[] steps) =>
        collector.Spans.GroupBy(span => span.Trace).Any(trace => steps.All(step => trace.Any(span => (span.Service, span.Name) == step)));
}
