namespace Whisper.Grains.Runtime;

/// <summary>One alarm of one grain: set again, it forgets the earlier time.</summary>
internal interface IAlarm
{
    /// <summary>Rings once after <paramref name="due"/>.</summary>
    void Set(TimeSpan due);

    /// <summary>Does not ring.</summary>
    void Cancel();
}
