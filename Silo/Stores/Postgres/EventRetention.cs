using Whisper.Grains.Events;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>Deletes platform events that are older than 30 days.</summary>
internal sealed class EventRetention(IPlatformEventStore store, TimeProvider clock, ILogger<EventRetention> log) : Retention(clock)
{
    /// <summary>How long events are kept.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(30);

    /// <inheritdoc />
    protected override async Task Sweep(DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var count = await store.DeleteOlderThan(now - Age, cancellation);
            if (count > 0)
            {
                PostgresLog.EventsDeleted(log, count, Age);
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            PostgresLog.EventRetentionFailed(log, e);
        }
    }
}
