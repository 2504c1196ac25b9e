using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Whisper.Delivery;

namespace Whisper.Grains.Delivery;

/// <summary>
/// Deliveries for one gateway, in order. A call goes out at once when none is under way; what comes meanwhile makes the
/// next batch, so that the load itself sets the batch size.
/// </summary>
internal sealed class GatewayQueue(
    Guid gateway, IGatewayLease lease, TimeProvider time, DeliveryMetrics metrics, ILogger logger, Action<GatewayQueue> onClosed)
{
    private const int MaxBatch = 64;

    // A gateway that takes nothing for so long is not going to: its connections are resumed elsewhere.
    private const int MaxQueued = 100_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    // A gateway only queues what it is given: an answer that takes longer was lost with the silo that was to pass it on. It may then get a
    // batch twice, which its people do not notice.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<Whisper.Delivery.Delivery> _queue = new();
    private bool _running;
    private bool _closed;
    private IGatewayObserver? _observer;

    /// <summary>Queues a delivery; false when this queue is closed.</summary>
    public bool TryPush(Whisper.Delivery.Delivery delivery)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            _queue.Enqueue(delivery);
            if (_running)
            {
                return true;
            }

            _running = true;
        }

        // Off the caller's grain: its turn must not carry the work of others.
        Task.Run(Run).Ignore();
        return true;
    }

    private async Task Run()
    {
        while (Take() is { } batch)
        {
            if (!await Deliver(batch))
            {
                Close(batch.Items.Length);
                return;
            }
        }
    }

    private DeliveryBatch? Take()
    {
        lock (_lock)
        {
            if (_queue.Count == 0)
            {
                _running = false;
                return null;
            }

            var items = ImmutableArray.CreateBuilder<Whisper.Delivery.Delivery>(Math.Min(MaxBatch, _queue.Count));
            while (items.Count < MaxBatch && _queue.TryDequeue(out var delivery))
            {
                items.Add(delivery);
            }

            return new DeliveryBatch(items.ToImmutable());
        }
    }

    /// <summary>Tries until the gateway has the batch, or nobody holds its lease any more.</summary>
    private async Task<bool> Deliver(DeliveryBatch batch)
    {
        while (true)
        {
            try
            {
                if (_observer is null)
                {
                    var view = await lease.Find();
                    if (view.State == LeaseState.Gone)
                    {
                        return false;
                    }

                    _observer = view.Observer;
                }

                if (_observer is not null)
                {
                    await _observer.Deliver(batch).WaitAsync(AnswerPatience, time);
                    metrics.Delivered(batch.Items.Length);
                    return true;
                }
            }
            catch (Exception error)
            {
                DeliveryLog.DeliverFailed(logger, gateway, batch.Items.Length, error);
                _observer = null;
            }

            if (QueueIsFull())
            {
                return false;
            }

            await Task.Delay(RetryAfter, time);
        }
    }

    private bool QueueIsFull()
    {
        lock (_lock)
        {
            return _queue.Count >= MaxQueued;
        }
    }

    private void Close(int undelivered)
    {
        onClosed(this);
        lock (_lock)
        {
            _closed = true;
            undelivered += _queue.Count;
            _queue.Clear();
        }

        metrics.Dropped(undelivered);
        DeliveryLog.GatewayGone(logger, gateway, undelivered);
    }
}
