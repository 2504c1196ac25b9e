namespace Whisper.Grains.Runtime;

/// <summary>One alarm of one grain: set again, it forgets the earlier time.</summary>
internal interface IAlarm
{
    /// <summary>Rings once after <paramref name="due"/>.</summary>
    void Set(TimeSpan due);

    /// <summary>Does not ring.</summary>
    void Cancel();
}

/// <summary>An alarm made of a grain timer, which is created when first set: most grains never need theirs.</summary>
internal sealed class GrainAlarm(IGrainBase grain, Func<Task> ring, bool interleave) : IAlarm
{
    private IGrainTimer? _timer;

    public void Set(TimeSpan due)
    {
        due = due < TimeSpan.Zero ? TimeSpan.Zero : due;
        if (_timer is not null)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
            return;
        }

        _timer = grain.RegisterGrainTimer(
            static (ring, _) => ring(), ring, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = interleave });
    }

    public void Cancel()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
