using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>The durable queue of each bucket. Every write is O(1), whatever the queue's length, and safe to repeat.</summary>
public interface IBucketQueueStore
{
    /// <summary>Keeps a waiting ticket. Returns when it is as durable as the store makes it.</summary>
    Task Add(BucketId bucket, Ticket ticket);

    /// <summary>Forgets a ticket.</summary>
    Task Remove(BucketId bucket, TicketId ticket);

    /// <summary>Everybody who waits in a bucket, in no order.</summary>
    Task<IReadOnlyCollection<Ticket>> Load(BucketId bucket);
}
