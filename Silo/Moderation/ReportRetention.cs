using Microsoft.Extensions.Options;
using Whisper.Grains.Moderation;

namespace Whisper.Silo.Moderation;

/// <summary>Deletes reports that are older than the configured age: at the start, then every hour.</summary>
internal sealed class ReportRetention(
    IReportStore store, IOptions<ModerationOptions> options, TimeProvider clock, ILogger<ReportRetention> log) : BackgroundService
{
    /// <summary>A report may outlive its time by this much.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                await Sweep(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host is stopping
        }
    }

    private async Task Sweep(CancellationToken cancellation)
    {
        try
        {
            var count = await store.DeleteOlderThan(clock.GetUtcNow() - options.Value.ReportRetention, cancellation);
            if (count > 0)
            {
                SiloModerationLog.ReportsDeleted(log, count, options.Value.ReportRetention);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // the next hour tries again; readiness already says that the store is down
            SiloModerationLog.RetentionFailed(log, store.Name, e);
        }
    }
}
