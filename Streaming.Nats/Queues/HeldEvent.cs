using Orleans.Streams;

namespace Whisper.Streaming.Nats.Queues;

/// <summary>Which event of the JetStream stream: a stream that was lost and made again counts from one, hence the time.</summary>
internal readonly record struct EventKey(ulong Sequence, DateTimeOffset Stored);

/// <summary>An event that JetStream gave us and that is not acknowledged yet.</summary>
internal sealed class HeldEvent(EventKey key, NatsBatchContainer batch, byte[] body, string reply, DateTimeOffset now) : IBatchContainer
{
    public EventKey Key => key;

    public NatsBatchContainer Batch => batch;

    /// <summary>What JetStream keeps.</summary>
    public byte[] Body => body;

    /// <summary>Where it is acknowledged.</summary>
    public string Reply { get; set; } = reply;

    /// <summary>When JetStream last heard that we are at it.</summary>
    public DateTimeOffset Touched { get; set; } = now;

    /// <summary>Its place among the events of its stream.</summary>
    public long Ordinal { get; set; }

    /// <summary>How often it could not be delivered.</summary>
    public int Failures { get; set; }

    /// <summary>Not again before.</summary>
    public DateTimeOffset Due { get; set; } = now;

    /// <summary>Its consumer is not to be woken for it before.</summary>
    public DateTimeOffset Wake { get; set; } = now;

    /// <summary>A consumer took it.</summary>
    public bool Delivered { get; set; }

    /// <summary>Why no consumer will take it; null while one may.</summary>
    public string? DeadReason { get; set; }

    public bool IsOver => Delivered || DeadReason is not null;

    public StreamId StreamId => batch.StreamId;

    public StreamSequenceToken SequenceToken => batch.SequenceToken;

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => batch.GetEvents<T>();

    public bool ImportRequestContext() => batch.ImportRequestContext();
}
