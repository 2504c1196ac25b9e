using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>Queues in the memory of one process: they outlive an activation, not the process.</summary>
internal sealed class MemoryBucketQueueStore : IBucketQueueStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BucketId, Dictionary<TicketId, Ticket>> _queues = [];

    public Task Add(BucketId bucket, Ticket ticket)
    {
        lock (_lock)
        {
            if (!_queues.TryGetValue(bucket, out var queue))
            {
                _queues[bucket] = queue = [];
            }

            queue[ticket.Id] = ticket;
        }

        return Task.CompletedTask;
    }

    public Task Remove(BucketId bucket, TicketId ticket)
    {
        lock (_lock)
        {
            if (_queues.TryGetValue(bucket, out var queue) && queue.Remove(ticket) && queue.Count == 0)
            {
                // People invent interests: a queue that stays behind empty would be a leak.
                _queues.Remove(bucket);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyCollection<Ticket>> Load(BucketId bucket)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyCollection<Ticket>>(_queues.TryGetValue(bucket, out var queue) ? [.. queue.Values] : []);
        }
    }
}
