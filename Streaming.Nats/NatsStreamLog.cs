using Microsoft.Extensions.Logging;

namespace Whisper.Streaming.Nats;

/// <summary>What a stream provider logs.</summary>
internal sealed partial class NatsStreamLog(ILogger logger)
{
    [LoggerMessage(5000, LogLevel.Warning, "Queue {Queue} was opened anew: {Reason}")]
    public partial void QueueRenewed(string queue, string reason);

    [LoggerMessage(5001, LogLevel.Error, "Event {Sequence} of queue {Queue} is a dead letter: {Reason}")]
    public partial void EventDied(string queue, ulong sequence, string reason);

    [LoggerMessage(5002, LogLevel.Warning, "Queue {Queue} cannot settle an event and tries again")]
    public partial void NotSettled(string queue, Exception exception);

    [LoggerMessage(5003, LogLevel.Debug, "Queue {Queue} cannot be looked at")]
    public partial void NotLookedAt(string queue, Exception exception);
}
