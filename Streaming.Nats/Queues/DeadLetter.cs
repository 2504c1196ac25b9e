using System.Globalization;

namespace Whisper.Streaming.Nats.Queues;

/// <summary>An event that nobody could handle: its bytes as they were stored, and why.</summary>
internal sealed record DeadLetter(EventKey Key, byte[] Body, string Reason, string Stream, int Failures)
{
    public const string ReasonHeader = "Dead-Reason";
    public const string StreamHeader = "Dead-Stream";
    public const string FailuresHeader = "Dead-Failures";
    public const string SequenceHeader = "Dead-Sequence";

    public Dictionary<string, string> Headers() => new()
    {
        [ReasonHeader] = Reason,
        // a header is ASCII, the name of a stream may be anything
        [StreamHeader] = Uri.EscapeDataString(Stream),
        [FailuresHeader] = Failures.ToString(CultureInfo.InvariantCulture),
        [SequenceHeader] = Key.Sequence.ToString(CultureInfo.InvariantCulture),
    };
}
