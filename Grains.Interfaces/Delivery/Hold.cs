namespace Whisper.Delivery;

/// <summary>
/// Has what nobody waits for wait for company, for <see cref="BatchPace.LongestHold"/>. It waits on the pool and not on the scheduler of whoever brought it: a grain's ends with its
/// activation, and what waits there would wait for ever.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="over">Called when the time is over, by a thread of the pool.</param>
public sealed class Hold(TimeProvider time, Action over)
{
    private int _isUnderWay;

    /// <summary>Begins to wait, unless that is so already.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _isUnderWay, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static hold => _ = hold.Wait(), this, preferLocal: false);
        }
    }

    private async Task Wait()
    {
        await Task.Delay(BatchPace.LongestHold, time);
        Volatile.Write(ref _isUnderWay, 0);
        over();
    }
}
