using System.Threading.Channels;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Whisper.Streaming.Nats.Queues;

/// <summary>
/// Fetches the events of one queue, in the order in which they were stored. JetStream itself would not keep it: what was lost on the
/// way comes again later, behind newer events. But a consumer that is made anew begins with the oldest event that is not
/// acknowledged, because a work queue keeps only these. So it is made anew when the queue is taken over, when the connection was lost, and when a number is missing.
/// </summary>
internal sealed class EventFeed : IAsyncDisposable
{
    private static readonly TimeSpan Fetch = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(1);

    private readonly QueueContext _context;
    private readonly Channel<Arrival> _arrivals;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _gate = new();
    private CancellationTokenSource _round = new();
    private string? _renewal;
    private bool _isOver;
    private bool _isMaking;
    private Task _running = Task.CompletedTask;
    private long _lastArrival;
    private ulong _expected;

    public EventFeed(QueueContext context)
    {
        _context = context;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Link.Closed);
        _arrivals = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(context.Options.MaxBatch) { SingleReader = true, SingleWriter = true });
        Touch();
    }

    public ChannelReader<Arrival> Arrivals => _arrivals.Reader;

    /// <summary>How long nothing came.</summary>
    public TimeSpan Silence => _context.Options.Clock.GetElapsedTime(Volatile.Read(ref _lastArrival));

    /// <summary>The consumer is being made. Who looks meanwhile misses it on the server, and would begin again what only takes long.</summary>
    public bool IsMaking => Volatile.Read(ref _isMaking);

    public void Start()
    {
        _context.Link.Opened += OnOpened;
        _running = Task.Run(Run);
    }

    /// <summary>Makes the consumer anew.</summary>
    public void Renew(string reason)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _renewal ??= reason;
                _round.Cancel();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _context.Link.Opened -= OnOpened;
        await _stop.CancelAsync();
        await _running;
        lock (_gate)
        {
            _isOver = true;
            _round.Dispose();
            _stop.Dispose();
        }
    }

    private void OnOpened() => Renew("the connection was lost");

    private void Touch() => Volatile.Write(ref _lastArrival, _context.Options.Clock.GetTimestamp());

    private async Task Run()
    {
        INatsJSConsumer? consumer = null;
        string? reason = null;
        while (!_stop.IsCancellationRequested)
        {
            var round = NewRound(out var renewal);
            try
            {
                reason ??= consumer is null ? null : renewal;
                if (consumer is null || renewal is not null)
                {
                    consumer = await Make(round);
                    Told(ref reason);
                }

                await FetchOnce(consumer, round);
            }
            catch (OperationCanceledException) when (round.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                Renew(exception.Message);
            }

            if (_renewal is not null)
            {
                // two silos that believe in the same queue would otherwise take it from each other without end
                await Task.Delay(Apart, _context.Options.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private CancellationToken NewRound(out string? renewal)
    {
        lock (_gate)
        {
            (renewal, _renewal) = (_renewal, null);
            _round.Dispose();
            _round = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            return _round.Token;
        }
    }

    /// <summary>Says once why, however many tries it took.</summary>
    private void Told(ref string? reason)
    {
        if (reason is not null)
        {
            _context.Metrics.Restarted();
            _context.Log.QueueRenewed(_context.Name, reason);
            reason = null;
        }
    }

    private async Task<INatsJSConsumer> Make(CancellationToken cancellation)
    {
        Volatile.Write(ref _isMaking, true);
        try
        {
            await Forget(cancellation);
            var made = await _context.Link.JetStream.CreateOrUpdateConsumerAsync(_context.Link.Names.Stream, Config(), cancellation);
            _expected = 1;
            return made;
        }
        finally
        {
            Touch();
            Volatile.Write(ref _isMaking, false);
        }
    }

    private async Task Forget(CancellationToken cancellation)
    {
        try
        {
            await _context.Link.JetStream.DeleteConsumerAsync(_context.Link.Names.Stream, _context.Name, cancellation);
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == 404)
        {
            await _context.Link.Check(cancellation);
        }
    }

    private ConsumerConfig Config() => new(_context.Name)
    {
        DurableName = _context.Name,
        FilterSubject = _context.Link.Names.Subject(_context.Queue),
        DeliverPolicy = ConsumerConfigDeliverPolicy.All,
        AckPolicy = ConsumerConfigAckPolicy.Explicit,
        AckWait = _context.Options.AckWait,
        // the server would forget an event silently: who gives up is the queue's receiver, and it keeps a dead letter
        MaxDeliver = -1,
        MaxAckPending = _context.Options.MaxHeld + (4 * _context.Options.MaxBatch),
    };

    private async Task FetchOnce(INatsJSConsumer consumer, CancellationToken cancellation)
    {
        var nobody = false;
        var wanted = new NatsJSFetchOpts
        {
            MaxMsgs = _context.Options.MaxBatch,
            Expires = Fetch,
            IdleHeartbeat = Heartbeat,
            NotificationHandler = (notification, _) =>
            {
                nobody |= notification is NatsJSNoRespondersNotification;
                return Task.CompletedTask;
            },
        };
        var began = _context.Options.Clock.GetTimestamp();
        var any = false;
        await foreach (var message in consumer.FetchAsync<byte[]>(wanted, cancellationToken: cancellation))
        {
            if (message.Metadata is not { } metadata || message.ReplyTo is null)
            {
                continue;
            }

            if (metadata.Sequence.Consumer != _expected)
            {
                Renew($"event {_expected} was lost on the way");
                return;
            }

            _expected++;
            any = true;
            Touch();
            await _arrivals.Writer.WriteAsync(
                new Arrival(new EventKey(metadata.Sequence.Stream, metadata.Timestamp), message.Data ?? [], message.ReplyTo, metadata.NumDelivered > 1),
                cancellation);
        }

        if (nobody || (!any && _context.Options.Clock.GetElapsedTime(began) < Heartbeat && !cancellation.IsCancellationRequested))
        {
            // no event, and no waiting for one: throws when the consumer is gone
            await consumer.RefreshAsync(cancellation);
            await Task.Delay(Apart / 10, cancellation);
        }
    }
}
