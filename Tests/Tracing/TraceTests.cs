using System.Diagnostics;
using Whisper.Tests.Gateway.Support;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Tracing;

/// <summary>One trace leads from a client's frame to a partner's socket, and tells nothing but ids.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TraceTests
{
    public const string Name = "traces, of which a process has one set";

    private const string Text = "canarytextofamessage";

    private static readonly string[] Searched =
        ["whisper.find_match", "whisper.session.find", "whisper.bucket.join", "whisper.bucket.propose", "whisper.room.open", "whisper.delivery", "whisper.socket"];

    private static readonly string[] Sent = ["whisper.message", "whisper.ingress", "whisper.room.post", "whisper.delivery", "whisper.socket"];

    [Fact]
    public async Task SearchAndMessage_EachIsOneTrace_OfIdsAlone()
    {
        using var spans = new RecordedSpans();
        await using var product = await ProductHost.Start(("Tracing:SampleRatio", "1"));
        string[] interests = ["canaryinterest one", "canaryinterest two"];
        var (first, second) = (await product.Searching(interests), await product.Searching(interests));
        await first.Expect("match_found");
        await second.Expect("match_found");
        await first.Send(new { type = "message", n = 1, text = Text });
        await second.Expect("message");

        // the last span of a trace ends a moment after its frame has gone out
        await Eventually.True(() => Named(spans, "whisper.find_match", Searched) && Named(spans, "whisper.message", Sent), "both traces are whole");
        var sent = TraceOf(spans, "whisper.message");
        Assert.Single(sent, span => span.OperationName == "whisper.socket" && (string?)span.GetTagItem("whisper.event") == "MessageEvent");
        Assert.All(["whisper.connection", "whisper.session", "whisper.match", "whisper.gateway"], tag => Assert.Contains(sent, span => span.GetTagItem(tag) is not null));
        Assert.Contains(sent, span => span.GetTagItem("whisper.silo") is not null);

        Assert.DoesNotContain(spans.All.Select(RecordedSpans.Text), text => text.Contains("canary", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task NothingIsTraced_UnlessAskedFor()
    {
        using var spans = new RecordedSpans();
        await using var product = await ProductHost.Start();
        var (first, second) = await product.Pair();
        await first.Send(new { type = "message", n = 1, text = Text });
        await second.Expect("message");
        Assert.DoesNotContain(spans.All, span => span.OperationName.StartsWith("whisper.", StringComparison.Ordinal));
    }

    // of the two searches the second finds the first, and both sockets are told in its trace
    private static bool Named(RecordedSpans spans, string root, string[] names) => names.All(name => TraceOf(spans, root).Any(span => span.OperationName == name));

    private static List<Activity> TraceOf(RecordedSpans spans, string root) =>
        spans.All.GroupBy(span => span.TraceId).Where(trace => trace.Any(span => span.OperationName == root)).MaxBy(trace => trace.Count())?.ToList() ?? [];
}
