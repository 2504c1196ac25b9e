using NATS.Client.JetStream;

namespace Whisper.Streaming.Nats.Queues;

/// <summary>Looks at the server's view of a queue: when it has events that do not come, the feed begins anew. Also counts what is pending.</summary>
internal sealed class QueueWatchdog : IAsyncDisposable
{
    private readonly QueueContext _context;
    private readonly EventFeed _feed;
    private readonly Func<bool> _hasRoom;
    private readonly Func<int> _here;
    private readonly CancellationTokenSource _stop;
    private readonly Task _running;

    public QueueWatchdog(QueueContext context, EventFeed feed, Func<bool> hasRoom, Func<int> here)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Link.Closed);
        (_context, _feed, _hasRoom, _here) = (context, feed, hasRoom, here);
        _running = Task.Run(Run);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Run()
    {
        var period = _context.Options.WatchdogPeriod;
        using var timer = new PeriodicTimer(period, _context.Options.Clock);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                var here = _here();
                var info = (await _context.Link.JetStream.GetConsumerAsync(_context.Link.Names.Stream, _context.Name, _stop.Token)).Info;
                var elsewhere = info.NumAckPending - here;
                _context.Metrics.Pending(_context.Name, (long)info.NumPending + info.NumAckPending);
                if (!_feed.IsMaking && _feed.Silence > period && _hasRoom() && (info.NumPending > 0 || elsewhere > 0))
                {
                    _feed.Renew($"{info.NumPending} events wait and {elsewhere} are astray");
                }
            }
            catch (NatsJSApiException exception) when (exception.Error.Code == 404 && !_feed.IsMaking)
            {
                _feed.Renew("its consumer is gone from the server");
            }
            // a request that nobody answers may end as if it had been called off: the next look is due all the same
            catch (Exception exception) when (!_stop.IsCancellationRequested)
            {
                _context.Log.NotLookedAt(_context.Name, exception);
            }
        }
    }
}
