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
/// <param name="grain">Whose alarm.</param>
/// <param name="ring">What happens then.</param>
/// <param name="interleave">Whether it may ring between the turns of a call.</param>
/// <param name="stay">Keeps the activation from being collected for a time: a timer by itself does not. Null where others see to that.</param>
internal sealed class GrainAlarm(IGrainBase grain, Func<Task> ring, bool interleave, Action<TimeSpan>? stay = null) : IAlarm
{
    // how late a busy silo may ring
    private static readonly TimeSpan ToRing = TimeSpan.FromMinutes(1);

    private IGrainTimer? _timer;

    public void Set(TimeSpan due)
    {
        due = due < TimeSpan.Zero ? TimeSpan.Zero : due;
        stay?.Invoke(due + ToRing);
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
