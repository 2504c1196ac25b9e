using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace Whisper.Streaming.Nats;

/// <summary>
/// Events of one stream, as JetStream keeps them. They stay bytes until their consumer reads them, so that an event which cannot be
/// read fails where one that cannot be handled does, and goes the same way.
/// </summary>
[GenerateSerializer, Immutable, Alias("nats.batch")]
[SerializationCallbacks(typeof(OnDeserializedCallbacks))]
internal sealed class NatsBatchContainer : IBatchContainer, IOnDeserialized
{
    [NonSerialized]
    private Serializer? _serializer;

    [NonSerialized]
    private List<object>? _read;

    [Id(0)]
    private readonly byte[] _events;

    [Id(1)]
    private readonly byte[]? _context;

    public NatsBatchContainer(StreamId streamId, List<object> events, Dictionary<string, object>? context, Serializer serializer)
    {
        StreamId = streamId;
        _events = serializer.SerializeToArray(events);
        _context = context is { Count: > 0 } ? serializer.SerializeToArray(context) : null;
        _serializer = serializer;
    }

    [Id(2)]
    public StreamId StreamId { get; }

    [Id(3)]
    public EventSequenceTokenV2 Token { get; set; } = new(0);

    public StreamSequenceToken SequenceToken => Token;

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        Events().OfType<T>().Select((item, index) => Tuple.Create<T, StreamSequenceToken>(item, Token.CreateSequenceTokenForEvent(index)));

    public bool ImportRequestContext()
    {
        if (_context is null)
        {
            return false;
        }

        RequestContextExtensions.Import(_serializer!.Deserialize<Dictionary<string, object>>(_context));
        return true;
    }

    void IOnDeserialized.OnDeserialized(DeserializationContext context) => _serializer = context.ServiceProvider.GetRequiredService<Serializer>();

    /// <summary>Why the events cannot be read; null when they can.</summary>
    public Exception? ReadingProblem()
    {
        try
        {
            Events();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private List<object> Events() => _read ??= _serializer!.Deserialize<List<object>>(_events)!;
}
