using System.Collections.Concurrent;
using System.Diagnostics;

namespace Whisper.Tests.Tracing;

/// <summary>Every span of this process that ends while this lives, whatever made it.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public RecordedSpans()
    {
        // asked beside the product's own sampler, and satisfied with what that one picks
        _listener = new ActivityListener { ShouldListenTo = _ => true, ActivityStopped = _spans.Enqueue };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<Activity> All => _spans;

    /// <summary>All that a span tells.</summary>
    public static string Text(Activity span)
    {
        var tags = span.TagObjects.Concat(span.Events.SelectMany(item => item.Tags)).Concat(span.Links.SelectMany(link => link.Tags ?? []));
        var baggage = span.Baggage.Select(item => $"{item.Key}={item.Value}");
        return string.Join(
            ' ', [span.OperationName, span.DisplayName, span.StatusDescription, span.TraceStateString, .. tags.Select(tag => $"{tag.Key}={tag.Value}"), .. baggage]);
    }

    public void Dispose() => _listener.Dispose();
}
