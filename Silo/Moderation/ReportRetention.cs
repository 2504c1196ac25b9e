using Microsoft.Extensions.Options;
using Whisper.Grains.Moderation;
using Whisper.Silo.Stores;

namespace Whisper.Silo.Moderation;

/// <summary>Deletes reports that are older than the configured age.</summary>
internal sealed class ReportRetention(IReportStore store, IOptions<ModerationOptions> options, TimeProvider clock, ILogger<ReportRetention> log) : Retention(clock)
{
    /// <inheritdoc />
    protected override async Task Sweep(DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var count = await store.DeleteOlderThan(now - options.Value.ReportRetention, cancellation);
            if (count > 0)
            {
                SiloModerationLog.ReportsDeleted(log, count, options.Value.ReportRetention);
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // readiness already says that the store is down
            SiloModerationLog.RetentionFailed(log, store.Name, e);
        }
    }
}
