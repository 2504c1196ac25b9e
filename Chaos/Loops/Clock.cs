using System.Diagnostics;

namespace Whisper.Chaos.Loops;

/// <summary>One monotonic clock for everything that is written down: microseconds since the program started.</summary>
public static class Clock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>Now, in microseconds.</summary>
    public static long Now => (Stopwatch.GetTimestamp() - Start) / (Stopwatch.Frequency / 1_000_000);

    /// <summary>A time span in the clock's unit.</summary>
    public static long Micros(TimeSpan span) => (long)span.TotalMicroseconds;

    /// <summary>The clock's unit as a time span.</summary>
    public static TimeSpan Span(long micros) => TimeSpan.FromMicroseconds(micros);
}
