using System.Diagnostics;

namespace Whisper.Tracing;

/// <summary>
/// The spans of a trace that follows a search or a message through gateway and silos. While nobody traces every method here
/// returns null and costs nothing. Attributes are ids: never text, interests, tokens or addresses of people.
/// </summary>
public static class Spans
{
    /// <summary>The name of the product's activity source, the same as its meter's.</summary>
    public const string SourceName = "Whisper";

    /// <summary>What names of spans begin with that begin a trace.</summary>
    public const string Prefix = "whisper.";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Where the present work belongs, for an item that travels in a batch or a queue; null unless it is sampled.</summary>
    public static string? Here => Activity.Current is { Recorded: true } current ? current.Id : null;

    /// <summary>Begins a trace: a person's frame has arrived.</summary>
    public static Activity? Begin(string name)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // the request that opened the socket, perhaps hours ago, did not cause what this frame does
        Activity.Current = null;
        return Source.StartActivity(name, ActivityKind.Server);
    }

    /// <summary>A part of the present work; null when that is not sampled.</summary>
    public static Activity? Step(string name) => Activity.Current is { Recorded: true } ? Source.StartActivity(name) : null;

    /// <summary>Goes on where an item of a batch or a queue comes from. Null when it is not traced.</summary>
    /// <param name="name">The span's name.</param>
    /// <param name="origin">What <see cref="Here"/> was there.</param>
    /// <param name="began">When the span began (UTC). Default: now.</param>
    public static Activity? Continue(string name, string? origin, DateTimeOffset began = default) =>
        origin is not null && ActivityContext.TryParse(origin, null, isRemote: true, out var parent)
            ? Source.StartActivity(name, ActivityKind.Internal, parent, startTime: began)
            : null;

    /// <summary>Tells a trace where it meets another one.</summary>
    public static void Meet(this Activity? span, string? other)
    {
        if (span is not null && ActivityContext.TryParse(other, null, isRemote: true, out var context))
        {
            span.AddLink(new ActivityLink(context));
        }
    }
}
