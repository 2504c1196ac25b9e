using Whisper.Delivery;
using Whisper.Gateway.Hosting;

namespace Whisper.Gateway.Delivery;

/// <summary>
/// Calls on their way into the cluster. A batch goes out at once while fewer than two are under way; what comes meanwhile
/// makes the next one, so that the load itself sets the size of the batches; under load one also waits a millisecond for company (<see cref="BatchPace"/>), and
/// acknowledgements by themselves wait longer.
/// </summary>
internal sealed class RoomLane(IGatewayIngress ingress, int maxBatch, TimeProvider time, GatewayMetrics metrics, ILogger log) : IThreadPoolWorkItem
{
    // while one batch waits for a silo in trouble the other goes on
    private const int MaxUnderWay = 2;

    private const int MostSpare = 4;

    // The cluster answers a batch within 250 ms while it has the time: what takes longer was probably lost with the silo that was to pass the answer on.
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMilliseconds(1200);

    private readonly Lock _lock = new();
    private readonly Queue<LaneBatch> _full = new();
    private readonly Stack<LaneBatch> _spare = new();
    private readonly BatchPace _pace = new(time);
    private readonly AnswerPatience _patience = new(time, UsualPatience, LongestSilence);
    private LaneBatch _filling = new(maxBatch);
    private int _underWay;
    private bool _isPumping;
    private Hold? _hold;
    private bool _isHoldOver;

    // under the lock
    private bool IsDue => _full.Count > 0 || _filling.IsAwaited || _isHoldOver;

    /// <summary>Sends a call with the next batch; its caller is told what became of it.</summary>
    public void Send(in LaneCall call, in RelayCall packed)
    {
        lock (_lock)
        {
            if (_filling.IsFull)
            {
                _full.Enqueue(_filling);
                _filling = _spare.TryPop(out var spare) ? spare : new LaneBatch(maxBatch);
            }

            _filling.Add(call, packed);
            if (!MayPump())
            {
                return;
            }
        }

        // off the caller's thread: it reads sockets
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>Sends what waits.</summary>
    public void Execute() => _ = Pump();

    // under the lock: whether whoever asks is to send what waits
    private bool MayPump()
    {
        if (_isPumping || _underWay == MaxUnderWay)
        {
            return false;
        }

        _isPumping = IsDue;
        if (!_isPumping && _filling.Count > 0)
        {
            (_hold ??= new(time, HoldOver)).Begin();
        }

        return _isPumping;
    }

    private void HoldOver()
    {
        lock (_lock)
        {
            _isHoldOver = _filling.Count > 0;
            if (!MayPump())
            {
                return;
            }
        }

        Execute();
    }

    private async Task Pump()
    {
        while (true)
        {
            if (_pace.ShouldWait() && !IsBatchFull())
            {
                await Task.Delay(BatchPace.Longest, time);
            }

            if (Take() is not { } batch)
            {
                return;
            }

            _ = Send(batch);
        }
    }

    private LaneBatch? Take()
    {
        lock (_lock)
        {
            _isPumping = false;
            if (!MayPump())
            {
                return null;
            }

            if (!_full.TryDequeue(out var batch))
            {
                batch = _filling;
                _isHoldOver = false;
                _filling = _spare.TryPop(out var spare) ? spare : new LaneBatch(maxBatch);
            }

            _underWay++;
            _pace.Sent(batch.Count);
            return batch;
        }
    }

    private async Task Send(LaneBatch batch)
    {
        metrics.BatchSent(batch.Count);
        RelayAnswers? answers = null;
        try
        {
            var answer = ingress.Relay(batch.Packed);
            await _patience.Wait(answer);
            answers = await answer;
        }
        catch (Exception error)
        {
            metrics.BatchLost();
            log.BatchLost(error, batch.Count);
        }

        batch.Answer(answers);
        if (Settled(batch, isAnswered: answers is not null))
        {
            await Pump();
        }
    }

    /// <summary>Whether what waits has to be sent by whoever asks.</summary>
    private bool Settled(LaneBatch batch, bool isAnswered)
    {
        // of one that was not answered the bytes may still be on their way
        var isSpare = isAnswered && batch.IsSmall;
        if (isSpare)
        {
            batch.Clear();
        }

        lock (_lock)
        {
            _underWay--;
            if (isSpare && _spare.Count < MostSpare)
            {
                _spare.Push(batch);
            }

            return MayPump();
        }
    }

    private bool IsBatchFull()
    {
        lock (_lock)
        {
            return _full.Count > 0 || _filling.IsFull;
        }
    }
}
