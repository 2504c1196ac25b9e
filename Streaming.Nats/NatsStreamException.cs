namespace Whisper.Streaming.Nats;

/// <summary>NATS JetStream cannot be used, or did not store an event; the message is one sentence for an operator.</summary>
public sealed class NatsStreamException : Exception
{
    /// <summary>Something is wrong with NATS.</summary>
    public NatsStreamException(string message)
        : base(message)
    {
    }

    /// <summary>Something is wrong with NATS, because of something else.</summary>
    public NatsStreamException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
