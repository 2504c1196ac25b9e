namespace Whisper.Delivery;

/// <summary>
/// When the next batch of a lane goes out: at once while little is said, else a millisecond after the one before, so that what a call costs is shared by many. A batch
/// costs some 50 µs of processor time on both sides together, whatever it holds.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class BatchPace(TimeProvider time)
{
    /// <summary>The longest that anything waits for company.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// The longest that what nobody waits for, an acknowledgement, waits for something to go with (docs/decisions/0025-an-acknowledgement-travels-in-company.md). A client may
    /// keep one back for 250 ms itself.
    /// </summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(100);

    // from so many a batch on waiting pays: at least so many more come within a millisecond
    private const int Company = 4;

    private long _sentAt;
    private int _size;

    /// <summary>A batch goes out now.</summary>
    public void Sent(int size)
    {
        _size = size;
        _sentAt = time.GetTimestamp();
    }

    /// <summary>Whether what has come since should wait for more; true at most once between two batches.</summary>
    public bool ShouldWait()
    {
        if (_size < Company)
        {
            return false;
        }

        _size = 0;
        return time.GetElapsedTime(_sentAt) < Longest;
    }
}
