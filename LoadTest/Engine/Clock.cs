using System.Diagnostics;

namespace Whisper.LoadTest.Engine;

/// <summary>
/// The machine's monotonic clock in microseconds. All processes of a machine see the same, so that one worker can tell
/// how old a message of another is.
/// </summary>
internal static class Clock
{
    /// <summary>Microseconds in a millisecond.</summary>
    public const long Millisecond = 1_000;

    /// <summary>Microseconds in a second.</summary>
    public const long Second = 1_000_000;

    /// <summary>Now.</summary>
    public static long Now => Stopwatch.Frequency == Second * 1_000
        ? Stopwatch.GetTimestamp() / 1_000
        : (long)(Stopwatch.GetTimestamp() * ((double)Second / Stopwatch.Frequency));

    /// <summary>A span in microseconds.</summary>
    public static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
