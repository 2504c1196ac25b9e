namespace Whisper.Silo.Stores;

/// <summary>Deletes what is older than it may be: at the start, then every hour. All silos of a cluster may do it at once.</summary>
internal abstract class Retention(TimeProvider clock) : BackgroundService
{
    /// <summary>A row may outlive its time by this much.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                await Sweep(clock.GetUtcNow(), stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host is stopping
        }
    }

    /// <summary>Deletes once. Tells of a failure, and does not throw for it: the next hour tries again.</summary>
    protected abstract Task Sweep(DateTimeOffset now, CancellationToken cancellation);
}
