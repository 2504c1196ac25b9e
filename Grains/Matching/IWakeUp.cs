namespace Whisper.Grains.Matching;

/// <summary>A bucket's durable alarm: it rings even when the process that set it is gone.</summary>
internal interface IWakeUp
{
    /// <summary>Rings after <paramref name="due"/>, and again every minute until it is set anew or disarmed.</summary>
    void Arm(TimeSpan due);

    /// <summary>Rings no more.</summary>
    void Disarm();
}
