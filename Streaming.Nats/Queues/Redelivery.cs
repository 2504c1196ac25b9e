namespace Whisper.Streaming.Nats.Queues;

/// <summary>When an event that failed is tried again, and when no more.</summary>
internal sealed class Redelivery(NatsStreamOptions options)
{
    private const int MostDoublings = 30;

    public bool IsLast(int failures) => failures >= options.MaxDeliver;

    public TimeSpan Delay(int failures)
    {
        var delay = options.RedeliverDelay * Math.Pow(2, Math.Min(failures - 1, MostDoublings));
        return delay < options.MaxRedeliverDelay ? delay : options.MaxRedeliverDelay;
    }
}
