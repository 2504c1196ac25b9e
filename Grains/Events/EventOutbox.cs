using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Whisper.Hosting;

namespace Whisper.Grains.Events;

/// <summary>
/// Holds a silo's events for a moment, so that many are one message of the stream and one write of the store, and until the stream has them: while it is down they wait here, 10,000 at most. A silo that ends in good
/// order empties it first; what a killed one held is told again by the rooms, or lost.
/// </summary>
internal sealed class EventOutbox : IPlatformEvents, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Most events that wait.</summary>
    public const int Capacity = 10_000;

    private const int BatchSize = 100;

    // Nobody waits for an event. One by one they cost the stream, its keeper and the store as much each as a hundred do together.
    private static readonly TimeSpan Company = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly Channel<PlatformEvent> _waiting = Channel.CreateBounded<PlatformEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly IEventPublisher _publisher;
    private readonly EventMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<EventOutbox> _log;
    private readonly SpokenOnce _dropped;
    private Task _sending = Task.CompletedTask;
    private int _underWay;

    public EventOutbox(IEventPublisher publisher, EventMetrics metrics, TimeProvider time, ILogger<EventOutbox> log)
    {
        (_publisher, _metrics, _time, _log, _dropped) = (publisher, metrics, time, log, new SpokenOnce(time));
        metrics.ObserveDepth(() => _waiting.Reader.Count + Volatile.Read(ref _underWay));
    }

    /// <inheritdoc />
    public void Publish(PlatformEvent happened)
    {
        _metrics.Happened(happened);
        if (!_waiting.Writer.TryWrite(happened))
        {
            _metrics.Dropped(1);
            if (_dropped.MaySpeak())
            {
                EventLog.Dropped(_log, _waiting.Reader.Completion.IsCompleted ? "this silo has ended" : "too many wait");
            }
        }
    }

    /// <summary>Works while grains do, which stop at a stage of their own below <see cref="ServiceLifecycleStage.BecomeActive"/>; streams are there before and after.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(EventOutbox), ServiceLifecycleStage.ApplicationServices + 1, Start, Stop);

    internal Task Start(CancellationToken cancellation)
    {
        _sending = Task.Run(Send, CancellationToken.None);
        return Task.CompletedTask;
    }

    internal async Task Stop(CancellationToken cancellation)
    {
        _waiting.Writer.TryComplete();
        await _leaving.CancelAsync();
        try
        {
            await _sending.WaitAsync(DrainTime, _time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await _giveUp.CancelAsync();
            var lost = _waiting.Reader.Count + _underWay;
            _metrics.Dropped(lost);
            EventLog.Undrained(_log, lost);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _giveUp.Dispose();
        _leaving.Dispose();
    }

    private async Task Send()
    {
        while (await _waiting.Reader.WaitToReadAsync(_giveUp.Token))
        {
            if (_waiting.Reader.Count < BatchSize)
            {
                await Task.Delay(Company, _time, _leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            var events = ImmutableArray.CreateBuilder<PlatformEvent>(BatchSize);
            while (events.Count < BatchSize && _waiting.Reader.TryRead(out var happened))
            {
                events.Add(happened);
            }

            await Send(new PlatformEventBatch(Guid.NewGuid(), events.ToImmutable()));
        }
    }

    private async Task Send(PlatformEventBatch batch)
    {
        Volatile.Write(ref _underWay, batch.Events.Length);
        for (var pause = FirstPause; !await TrySend(batch); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, _time, _giveUp.Token);
        }

        Volatile.Write(ref _underWay, 0);
    }

    private async Task<bool> TrySend(PlatformEventBatch batch)
    {
        try
        {
            await _publisher.Publish(batch);
            _metrics.Published(batch.Events.Length);
            return true;
        }
        catch (Exception e)
        {
            // whatever it is, the events are worth another try
            _metrics.Failed();
            EventLog.PublishFailed(_log, batch.Events.Length, e);
            return false;
        }
    }
}
