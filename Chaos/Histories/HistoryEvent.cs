namespace Whisper.Chaos.Histories;

/// <summary>One line of a history; what the fields mean depends on <see cref="Kind"/>.</summary>
/// <param name="At">When, in microseconds of one monotonic clock for everybody.</param>
/// <param name="Kind">What.</param>
/// <param name="Name">What it is about.</param>
/// <param name="N">A number.</param>
/// <param name="Other">A second number.</param>
/// <param name="Peer">Another person.</param>
/// <param name="Said">A word.</param>
public readonly record struct HistoryEvent(long At, EventKind Kind, string? Name = null, long N = 0, long Other = 0, int Peer = 0, string? Said = null);
