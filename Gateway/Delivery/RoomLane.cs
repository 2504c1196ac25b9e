using System.Collections.Immutable;
using Whisper.Delivery;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Delivery;

/// <summary>
/// Calls on their way into the cluster. A batch goes out at once while fewer than two are under way; what comes meanwhile
/// makes the next one, so that the load itself sets the size of the batches.
/// </summary>
internal sealed class RoomLane(IGatewayIngress ingress, int maxBatch, GatewayMetrics metrics, ILogger log)
{
    // while one batch waits for a silo in trouble the other goes on
    private const int MaxUnderWay = 2;

    // The cluster answers a batch within 250 ms whatever happens: what takes longer was lost with the silo that was to pass the answer on.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(600);

    private readonly Lock _lock = new();
    private readonly Queue<Entry> _queue = new();
    private int _underWay;

    /// <summary>Sends a call with the next batch. Never throws: what got lost is not answered.</summary>
    public Task<RoomAnswer> Send(RoomCall call)
    {
        var entry = new Entry(call);
        lock (_lock)
        {
            _queue.Enqueue(entry);
            if (_underWay == MaxUnderWay)
            {
                return entry.Task;
            }

            _underWay++;
        }

        // off the caller's thread: it reads sockets
        ThreadPool.UnsafeQueueUserWorkItem(static lane => _ = lane.Run(), this, preferLocal: true);
        return entry.Task;
    }

    private async Task Run()
    {
        while (Take() is { } batch)
        {
            await Send(batch);
        }
    }

    private Entry[]? Take()
    {
        lock (_lock)
        {
            if (_queue.Count == 0)
            {
                _underWay--;
                return null;
            }

            var batch = new Entry[Math.Min(maxBatch, _queue.Count)];
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = _queue.Dequeue();
            }

            return batch;
        }
    }

    private async Task Send(Entry[] batch)
    {
        metrics.BatchSent(batch.Length);
        var answers = ImmutableArray<RoomAnswer>.Empty;
        try
        {
            answers = await ingress.Call([.. batch.Select(entry => entry.Call)]).WaitAsync(AnswerPatience);
        }
        catch (Exception error)
        {
            metrics.BatchLost();
            log.BatchLost(error, batch.Length);
        }

        for (var i = 0; i < batch.Length; i++)
        {
            batch[i].SetResult(i < answers.Length ? answers[i] : default);
        }
    }

    private sealed class Entry(RoomCall call) : TaskCompletionSource<RoomAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public RoomCall Call => call;
    }
}
