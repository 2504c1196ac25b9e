using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Whisper.Delivery;
using Whisper.Hosting;
using Whisper.Tracing;

namespace Whisper.Grains.Delivery;

/// <summary>
/// Deliveries for one gateway, in order. A call goes out at once when none is under way; what comes meanwhile makes the
/// next batch, so that the load itself sets the batch size.
/// </summary>
internal sealed class GatewayQueue(
    Guid gateway, IGatewayLease lease, int batchSize, TimeProvider time, DeliveryMetrics metrics, ILogger logger, Action<GatewayQueue> onClosed, CancellationToken leaving)
{
    // A gateway that takes nothing for so long is not going to: its connections are resumed elsewhere.
    private const int MaxQueued = 100_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    // A gateway only queues what it is given: an answer that takes longer was lost with the silo that was to pass it on. It may then get a
    // batch twice, which its people do not notice; one that is only slow is given ever more time.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Queue<(Whisper.Delivery.Delivery Delivery, long At)> _queue = new();
    private readonly SpokenOnce _failed = new(time);

    // of the batch under way, of which there is one at a time
    private readonly long[] _queuedAt = new long[batchSize];
    private int _underWay;
    private bool _running;
    private bool _closed;
    private IGatewayObserver? _observer;
    private IGatewayObserver? _known;

    /// <summary>How many wait, those of the call under way included.</summary>
    public int Depth
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count + _underWay;
            }
        }
    }

    /// <summary>How long the oldest of them has waited.</summary>
    public TimeSpan OldestWaited
    {
        get
        {
            lock (_lock)
            {
                return _underWay > 0 ? time.GetElapsedTime(_queuedAt[0])
                    : _queue.TryPeek(out var oldest) ? time.GetElapsedTime(oldest.At)
                    : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Queues a delivery; false when this queue is closed.</summary>
    public bool TryPush(Whisper.Delivery.Delivery delivery)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            _queue.Enqueue((delivery, time.GetTimestamp()));
            if (_running)
            {
                return true;
            }

            _running = true;
        }

        // Off the caller's grain: its turn must not carry the work of others, nor its trace.
        ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Run().Ignore(), this, preferLocal: true);
        return true;
    }

    private async Task Run()
    {
        while (Take() is { } batch)
        {
            if (!await Deliver(batch))
            {
                Close();
                return;
            }
        }
    }

    private DeliveryBatch? Take()
    {
        lock (_lock)
        {
            _underWay = Math.Min(batchSize, _queue.Count);
            if (_underWay == 0)
            {
                _running = false;
                return null;
            }

            var items = ImmutableArray.CreateBuilder<Whisper.Delivery.Delivery>(_underWay);
            for (var i = 0; i < _underWay; i++)
            {
                (var delivery, _queuedAt[i]) = _queue.Dequeue();
                items.Add(delivery);
            }

            return new DeliveryBatch(items.MoveToImmutable());
        }
    }

    /// <summary>Tries until the gateway has the batch, or nobody holds its lease any more.</summary>
    private async Task<bool> Deliver(DeliveryBatch batch)
    {
        for (var patience = AnswerPatience; ; patience = patience * 2 < LongestPatience ? patience * 2 : LongestPatience)
        {
            try
            {
                if (leaving.IsCancellationRequested)
                {
                    // nobody answers any more where the gateway is; where it was is the best guess
                    _observer ??= _known;
                }

                if (_observer is null)
                {
                    var view = await lease.Find();
                    if (view.State == LeaseState.Gone)
                    {
                        return false;
                    }

                    _known = _observer = view.Observer;
                }

                if (_observer is not null)
                {
                    await Answered(_observer.Deliver(batch), patience);
                    Taken(batch);
                    return true;
                }
            }
            catch (Exception error)
            {
                // a gateway that is away is tried five times a second
                if (_failed.MaySpeak())
                {
                    DeliveryLog.DeliverFailed(logger, gateway, batch.Items.Length, error);
                }

                _observer = null;
            }

            metrics.Retried();
            if (QueueIsFull())
            {
                return false;
            }

            await Task.Delay(RetryAfter, time);
        }
    }

    /// <summary>The answers to a silo that leaves find no way back to it; what waited for them would go down with it.</summary>
    private async Task Answered(Task delivery, TimeSpan patience)
    {
        try
        {
            await delivery.WaitAsync(patience, time, leaving);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            delivery.Ignore();
        }
    }

    private void Taken(DeliveryBatch batch)
    {
        _failed.Over();
        metrics.Delivered(batch.Items.Length);
        for (var i = 0; i < batch.Items.Length; i++)
        {
            var took = time.GetElapsedTime(_queuedAt[i]);
            metrics.Took(took);
            if (batch.Items[i] is { Trace: { } trace } item)
            {
                using var span = Spans.Continue("whisper.delivery", trace, time.GetUtcNow() - took);
                span?.Connection(item.To.Slot, item.To.Generation).Gateway(gateway).Event(item.Event).Batch(batch.Items.Length);
            }
        }
    }

    private bool QueueIsFull()
    {
        lock (_lock)
        {
            return _queue.Count >= MaxQueued;
        }
    }

    private void Close()
    {
        onClosed(this);
        int undelivered;
        lock (_lock)
        {
            _closed = true;
            undelivered = _queue.Count + _underWay;
            _underWay = 0;
            _queue.Clear();
        }

        metrics.Dropped(undelivered);
        DeliveryLog.GatewayGone(logger, gateway, undelivered);
    }
}
