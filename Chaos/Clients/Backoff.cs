namespace Whisper.Chaos.Clients;

/// <summary>Exponential back-off with full jitter, as the web client has it: 500 ms doubling up to 8 s.</summary>
internal sealed class Backoff(Random random)
{
    private const int BaseMs = 500;
    private const int CapMs = 8000;
    private int _attempt;

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        var ceiling = Math.Min(CapMs, BaseMs << Math.Min(_attempt, 10));
        _attempt++;
        return TimeSpan.FromMilliseconds(random.Next(ceiling));
    }

    /// <summary>The connection was good for a while.</summary>
    public void Reset() => _attempt = 0;
}
