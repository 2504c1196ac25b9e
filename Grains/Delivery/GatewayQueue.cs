using System.Buffers;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Whisper.Delivery;
using Whisper.Hosting;
using Whisper.Tracing;

namespace Whisper.Grains.Delivery;

/// <summary>
/// Deliveries for one gateway, in order. A call goes out at once when none is under way; what comes meanwhile makes the
/// next batch, so that the load itself sets the batch size; under load a batch also waits a millisecond for company (<see cref="BatchPace"/>), and acknowledgements by themselves wait longer. A gateway of this process is
/// called without waiting, by the thread that has something for it.
/// </summary>
internal sealed class GatewayQueue(
    Guid gateway,
    IGatewayLease lease,
    IGatewayObserver? here,
    int batchSize,
    TimeProvider time,
    DeliveryMetrics metrics,
    ILogger logger,
    Action<GatewayQueue> onClosed,
    CancellationToken leaving) : IThreadPoolWorkItem
{
    // A gateway that takes nothing for so long is not going to: its connections are resumed elsewhere.
    private const int MaxQueued = 100_000;

    private const int FirstBuffer = 4096;
    private const int MostKept = 256 * 1024;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    // A gateway only queues what it is given: an answer that takes longer was probably lost with the silo that was to pass it on. It may then get a
    // batch twice, which its people do not notice; one that is only slow is given ever more time.
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Queue<QueuedEvent> _queue = new();
    private readonly SpokenOnce _failed = new(time);
    private readonly BatchPace _pace = new(time);
    private readonly AnswerPatience _patience = new(time, UsualPatience, LongestSilence);

    // the batch under way, of which there is one at a time
    private readonly QueuedEvent[] _batch = new QueuedEvent[batchSize];
    private int _underWay;

    // the call with it that was given up, and may be answered yet
    private Task? _late;
    private ArrayBufferWriter<byte>? _packed;
    private bool _running;
    private int _awaited;
    private Hold? _hold;
    private bool _isHoldOver;
    private bool _closed;
    private IGatewayObserver? _observer;
    private IGatewayObserver? _known;
    private bool _takesPacked;

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
                return _underWay > 0 ? time.GetElapsedTime(_batch[0].At)
                    : _queue.TryPeek(out var oldest) ? time.GetElapsedTime(oldest.At)
                    : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Queues a delivery; false when this queue is closed.</summary>
    public bool TryPush(in QueuedEvent item)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            _queue.Enqueue(item with { At = time.GetTimestamp() });
            _awaited += item.MayWait ? 0 : 1;
            if (_running || !MayRun())
            {
                return true;
            }
        }

        // Off the caller's grain: its turn must not carry the work of others, nor its trace.
        Afterwards.Do(this);
        return true;
    }

    /// <summary>What waits for company has waited long enough.</summary>
    public void Hurry()
    {
        lock (_lock)
        {
            _isHoldOver = _queue.Count > 0;
            if (_running || !MayRun())
            {
                return;
            }
        }

        Afterwards.Do(this);
    }

    /// <summary>Delivers what waits.</summary>
    public void Execute() => Run().Ignore();

    // under the lock: whether whoever asks is to deliver what waits
    private bool MayRun()
    {
        _running = _queue.Count > 0 && (_awaited > 0 || _isHoldOver || here is not null || _queue.Count >= batchSize || leaving.IsCancellationRequested);
        if (!_running && _queue.Count > 0)
        {
            (_hold ??= new(time, Hurry)).Begin();
        }

        return _running;
    }

    private async Task Run()
    {
        while (true)
        {
            if (here is null && _pace.ShouldWait() && !IsBatchFull())
            {
                await Task.Delay(BatchPace.Longest, time);
            }

            if (!Take())
            {
                return;
            }

            if (!await Deliver())
            {
                Close();
                return;
            }
        }
    }

    private bool Take()
    {
        int count;
        lock (_lock)
        {
            count = _underWay = MayRun() ? Math.Min(batchSize, _queue.Count) : 0;
            for (var i = 0; i < count; i++)
            {
                _batch[i] = _queue.Dequeue();
                _awaited -= _batch[i].MayWait ? 0 : 1;
            }

            _isHoldOver = false;
        }

        // when there was nothing another may be running by now: what is under way is its own, and at worst it does not wait for company
        _pace.Sent(count);
        return count > 0;
    }

    /// <summary>Tries until the gateway has the batch, or nobody holds its lease any more.</summary>
    private async Task<bool> Deliver()
    {
        while (true)
        {
            try
            {
                if (_late is { IsCompletedSuccessfully: true })
                {
                    Taken();
                    return true;
                }

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

                    (_known, _takesPacked) = (here ?? view.Observer, here is not null || view.TakesPacked);
                    _observer = _known;
                }

                if (_observer is not null)
                {
                    await Answered(_takesPacked ? _observer.Relay(Packed()) : _observer.Deliver(Plain()));
                    Taken();
                    return true;
                }
            }
            catch (Exception error)
            {
                // a gateway that is away is tried five times a second
                if (_failed.MaySpeak())
                {
                    DeliveryLog.DeliverFailed(logger, gateway, _underWay, error);
                }

                _observer = null;
                // it may still be on its way
                _packed = null;
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
    private async Task Answered(Task delivery)
    {
        var first = _late is null ? delivery : FirstOf(_late, delivery);
        try
        {
            await _patience.Wait(first, leaving);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            first.Ignore();
        }
        catch (TimeoutException)
        {
            _late = first;
            first.Ignore();
            throw;
        }
    }

    private static async Task FirstOf(Task late, Task delivery)
    {
        await Task.WhenAny(late, delivery);
        delivery.Ignore();
        if (!late.IsCompletedSuccessfully)
        {
            await delivery;
        }
    }

    private RelayEvents Packed()
    {
        _packed ??= new ArrayBufferWriter<byte>(FirstBuffer);
        var others = ImmutableArray.CreateBuilder<Whisper.Delivery.Delivery>(0);
        foreach (ref readonly var item in _batch.AsSpan(0, _underWay))
        {
            item.Pack(_packed);
            if (item.Other is { } other)
            {
                others.Add(other);
            }
        }

        return new RelayEvents(gateway, _underWay, _packed.WrittenMemory, others.DrainToImmutable());
    }

    private DeliveryBatch Plain() => new([.. _batch.Take(_underWay).Select(item => item.ToDelivery(gateway))]);

    private void Taken()
    {
        _failed.Over();
        metrics.Delivered(_underWay);
        foreach (ref readonly var item in _batch.AsSpan(0, _underWay))
        {
            var took = time.GetElapsedTime(item.At);
            metrics.Took(took);
            if (item.Other is { Trace: { } trace } traced)
            {
                using var span = Spans.Continue("whisper.delivery", trace, time.GetUtcNow() - took);
                span?.Connection(item.Slot, item.Generation).Gateway(gateway).Event(traced.Event).Batch(_underWay);
            }
        }

        // what people write does not stay in memory that is used again
        lock (_lock)
        {
            _batch.AsSpan(0, _underWay).Clear();
            _underWay = 0;
        }

        // of a call that was not answered the bytes may still be on their way
        if (_late is not null || leaving.IsCancellationRequested || _packed?.Capacity > MostKept)
        {
            _packed = null;
        }

        _late = null;
        _packed?.Clear();
    }

    private bool IsBatchFull()
    {
        lock (_lock)
        {
            return _queue.Count >= batchSize;
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
            (_underWay, _awaited, _packed) = (0, 0, null);
            Array.Clear(_batch);
            _queue.Clear();
        }

        metrics.Dropped(undelivered);
        DeliveryLog.GatewayGone(logger, gateway, undelivered);
    }
}
