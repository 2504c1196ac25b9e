namespace Whisper.Gateway.Limits;

/// <summary>A burst, then a steady rate, in 8 bytes. A new one is full.</summary>
internal struct TokenBucket
{
    private uint _stamp;
    private float _debt;

    /// <summary>Takes one token; when there is none, says after how many milliseconds there is.</summary>
    public bool TryTake(long nowMs, double burst, double perSecond, out long retryAfterMs)
    {
        var debt = Settle(nowMs, perSecond);
        retryAfterMs = 0;
        if (debt + 1 > burst + 0.001)
        {
            retryAfterMs = Math.Max(1, (long)Math.Ceiling((debt + 1 - burst) / perSecond * 1000));
            return false;
        }

        _debt = (float)(debt + 1);
        return true;
    }

    /// <summary>Takes several at once, for what has already happened; false when that was too much.</summary>
    public bool TryTakeMany(long nowMs, int count, double burst, double perSecond)
    {
        _debt = (float)(Settle(nowMs, perSecond) + count);
        return _debt <= burst + 0.001;
    }

    /// <summary>Gives tokens above a full bucket; they last until they are used.</summary>
    public void Give(int count) => _debt -= count;

    /// <summary>What is still owed; the stamp's wrap after 49 days does no harm to a difference.</summary>
    private double Settle(long nowMs, double perSecond)
    {
        var elapsed = unchecked((uint)nowMs - _stamp);
        _stamp = unchecked((uint)nowMs);
        _debt = (float)Math.Max(Math.Min(_debt, 0), _debt - (elapsed * perSecond / 1000));
        return _debt;
    }
}
