using Whisper.Grains.Matching;
using Whisper.Matching;
using Whisper.Simulation.Engine;

namespace Whisper.Simulation.Cluster;

/// <summary>The product's queues in memory, behind the way to a store. Counts how many wait in each.</summary>
internal sealed class SimQueueStore(Sleeper sleeper, Latencies latencies, Traffic traffic, Func<BucketId, BucketLoad> load) : IBucketQueueStore
{
    private readonly MemoryBucketQueueStore _queues = new();

    public async Task Add(BucketId bucket, Ticket ticket)
    {
        traffic.Writes++;
        load(bucket).Waiting++;
        await sleeper.For(latencies.Store).ConfigureAwait(false);
        await _queues.Add(bucket, ticket);
    }

    public async Task Remove(BucketId bucket, TicketId ticket)
    {
        traffic.Writes++;
        load(bucket).Waiting--;
        await sleeper.For(latencies.Store).ConfigureAwait(false);
        await _queues.Remove(bucket, ticket);
    }

    public Task<IReadOnlyCollection<Ticket>> Load(BucketId bucket) => _queues.Load(bucket);
}
