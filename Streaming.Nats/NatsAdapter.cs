using System.Security.Cryptography;
using System.Text;
using Orleans.Serialization;
using Orleans.Streams;

namespace Whisper.Streaming.Nats;

/// <summary>Stores the events of producers, and opens queues for the pulling agents.</summary>
internal sealed class NatsAdapter(
    string name, NatsStreamOptions options, IStreamQueueMapper queues, NatsLink link, Serializer serializer, NatsStreamMetrics metrics, Func<QueueId, IQueueAdapterReceiver> open)
    : IQueueAdapter
{
    private const int LongestId = 200;

    public string Name => name;

    // an event is gone once it is acknowledged
    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public async Task QueueMessageBatchAsync<T>(StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        var items = events.Select(item => (object)item!).ToList();
        var batch = new NatsBatchContainer(streamId, items, requestContext, serializer);
        var subject = link.Names.Subject(queues.GetQueueForStream(streamId));
        metrics.Published(await link.Publish(subject, serializer.SerializeToArray(batch), MessageId(streamId, items)));
    }

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => open(queueId);

    /// <summary>A batch is known by the ids of all of its events; when one has none, it is not the repetition of any.</summary>
    private string MessageId(StreamId streamId, List<object> events)
    {
        var ids = events.ConvertAll(item => options.MessageId(item));
        if (ids.Count == 0 || ids.Contains(null))
        {
            return Guid.NewGuid().ToString("N");
        }

        // JetStream compares within all streams of the provider, and an id means something within its own only
        var id = $"{streamId}|{string.Join('|', ids)}";
        return id.Length <= LongestId && id.All(letter => letter is > ' ' and <= '~') ? id : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }
}
