using Orleans.Streams;

namespace Whisper.Streaming.Nats;

/// <summary>What things are called on the server.</summary>
internal sealed class NatsNames(NatsStreamOptions options)
{
    private readonly string _prefix = options.SubjectPrefix.Length > 0 ? options.SubjectPrefix : options.Stream;

    public string Stream => options.Stream;

    public string DeadStream => $"{options.Stream}-dead";

    public string AllSubjects => $"{_prefix}.*";

    public string AllDeadSubjects => $"{_prefix}-dead.*";

    public string Subject(QueueId queue) => $"{_prefix}.{queue.GetNumericId()}";

    public string DeadSubject(QueueId queue) => $"{_prefix}-dead.{queue.GetNumericId()}";

    public string Consumer(QueueId queue) => $"{options.Stream}-{queue.GetNumericId()}";
}
