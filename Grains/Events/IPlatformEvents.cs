namespace Whisper.Grains.Events;

/// <summary>Where grains tell what happened. It never waits and never throws: no chat may suffer from being counted.</summary>
public interface IPlatformEvents
{
    /// <summary>Tells of an event; again is harmless.</summary>
    void Publish(PlatformEvent happened);
}

/// <summary>Only counts, for a process that stands alone.</summary>
internal sealed class CountedEvents(EventMetrics metrics) : IPlatformEvents
{
    public void Publish(PlatformEvent happened) => metrics.Happened(happened);
}
