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

    /// <summary>Begins a trace that does not end with the present work, which is not part of it: whoever has it disposes of it.</summary>
    public static Activity? BeginApart(string name)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var present = Activity.Current;
        var span = Begin(name);
        Activity.Current = present;
        return span;
    }

    /// <summary>Makes a span the present one, until what is returned is disposed of; null when there is none.</summary>
    public static IDisposable? Within(Activity? span) => span is null ? null : new Presence(span);

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

    private sealed class Presence : IDisposable
    {
        private readonly Activity? _former = Activity.Current;

        public Presence(Activity span) => Activity.Current = span;

        public void Dispose() => Activity.Current = _former;
    }

    /// <summary>Tells a trace where it meets another one.</summary>
    public static void Meet(this Activity? span, string? other)
    {
        if (span is not null && ActivityContext.TryParse(other, null, isRemote: true, out var context))
        {
            span.AddLink(new ActivityLink(context));
        }
    }
}
