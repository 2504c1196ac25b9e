namespace Whisper.Gateway.Hosting;

/// <summary>Milliseconds since the process began, from a clock that never jumps.</summary>
internal sealed class GatewayClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Now.</summary>
    public long NowMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
