namespace Whisper.Grains.Runtime;

/// <summary>A grain that is its core's alarm, made of a grain timer, which is created when first set: most grains never need theirs.</summary>
internal abstract class AlarmedGrain : Grain, IAlarm
{
    // how late a busy silo may ring
    private static readonly TimeSpan ToRing = TimeSpan.FromMinutes(1);

    private IGrainTimer? _timer;

    /// <summary>Whether it may ring between the turns of a call.</summary>
    protected virtual bool RingsBetweenTurns => false;

    /// <summary>Whether a set alarm keeps the activation from being collected: a timer by itself does not.</summary>
    protected virtual bool StaysToRing => false;

    void IAlarm.Set(TimeSpan due)
    {
        due = due < TimeSpan.Zero ? TimeSpan.Zero : due;
        if (StaysToRing)
        {
            DelayDeactivation(due + ToRing);
        }

        if (_timer is not null)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
            return;
        }

        _timer = this.RegisterGrainTimer(
            static (grain, _) => grain.Ring(), this, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = RingsBetweenTurns });
    }

    void IAlarm.Cancel()
    {
        _timer?.Dispose();
        _timer = null;
    }

    /// <summary>What happens when it rings.</summary>
    protected abstract Task Ring();
}
