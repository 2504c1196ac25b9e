namespace Whisper.Gateway.Limits;

/// <summary>
/// So many per minute, in 12 bytes: a sliding window made of the present minute and the share of the one before that still
/// counts. The first minute begins with the first event, so that within it the limit is exact.
/// </summary>
internal struct WindowCounter
{
    private const long WindowMs = 60_000;

    private uint _start;
    private int _current;
    private int _previous;

    /// <summary>Whether nothing counts any more.</summary>
    public readonly bool IsIdle(long nowMs) => unchecked((uint)nowMs - _start) >= 2 * WindowMs;

    /// <summary>Counts one event; when that would be too many, says after how many milliseconds it would not.</summary>
    public bool TryTake(long nowMs, int limit, out long retryAfterMs)
    {
        var elapsed = Roll(nowMs);
        var weighted = _current + (_previous * (double)(WindowMs - elapsed) / WindowMs);
        retryAfterMs = 0;
        if (weighted >= limit)
        {
            retryAfterMs = RetryAfter(elapsed, limit);
            return false;
        }

        _current++;
        return true;
    }

    private long Roll(long nowMs)
    {
        var now = unchecked((uint)nowMs);
        long elapsed = unchecked(now - _start);
        if (elapsed >= 2 * WindowMs || (_current == 0 && _previous == 0))
        {
            (_start, _current, _previous) = (now, 0, 0);
            return 0;
        }

        if (elapsed >= WindowMs)
        {
            _start = unchecked(_start + (uint)WindowMs);
            (_previous, _current) = (_current, 0);
            elapsed -= WindowMs;
        }

        return elapsed;
    }

    private readonly long RetryAfter(long elapsed, int limit)
    {
        // within this window the share of the one before has to shrink; if this one is full by itself, within the next
        var (held, fading, wait) = _current < limit ? (_current, _previous, -elapsed) : (0, _current, WindowMs - elapsed);
        var share = (limit - held) / (double)Math.Max(1, fading);
        return Math.Max(1, wait + (long)Math.Ceiling(WindowMs * (1 - Math.Min(1, share))) + 1);
    }
}
