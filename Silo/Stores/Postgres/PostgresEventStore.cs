using Dapper;
using Whisper.Grains.Events;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>Platform events in the PostgreSQL that all silos of a cluster share.</summary>
internal sealed class PostgresEventStore(PostgresDatabase database) : IPlatformEventStore
{
    // a few at a time, so that none of a million deletions runs into the time-out
    private const int DeletedAtOnce = 5_000;

    private const string Insert = """
        INSERT INTO platform_events (id, kind, subject, at_ms, tier, shared, waited_ms, partner_waited_ms, cause, lasted_ms, messages)
        SELECT * FROM unnest(@id, @kind, @subject, @at_ms, @tier, @shared, @waited_ms, @partner_waited_ms, @cause, @lasted_ms, @messages)
        ON CONFLICT DO NOTHING
        """;

    private const string Delete = """
        DELETE FROM platform_events WHERE id IN (SELECT id FROM platform_events WHERE at_ms < @moment LIMIT @limit FOR UPDATE SKIP LOCKED)
        """;

    /// <inheritdoc />
    public string Name => "platform events (PostgreSQL)";

    /// <inheritdoc />
    public Task Add(IReadOnlyCollection<PlatformEvent> events, CancellationToken cancellation = default)
    {
        // ordered, so that two batches with the same events never wait for each other
        EventRow[] rows = [.. events.Select(EventRow.Of).OrderBy(row => row.id, StringComparer.Ordinal)];
        var columns = new
        {
            id = rows.Select(row => row.id).ToArray(),
            kind = rows.Select(row => row.kind).ToArray(),
            subject = rows.Select(row => row.subject).ToArray(),
            at_ms = rows.Select(row => row.at_ms).ToArray(),
            tier = rows.Select(row => row.tier).ToArray(),
            shared = rows.Select(row => row.shared).ToArray(),
            waited_ms = rows.Select(row => row.waited_ms).ToArray(),
            partner_waited_ms = rows.Select(row => row.partner_waited_ms).ToArray(),
            cause = rows.Select(row => row.cause).ToArray(),
            lasted_ms = rows.Select(row => row.lasted_ms).ToArray(),
            messages = rows.Select(row => row.messages).ToArray(),
        };
        return database.Run(connection => connection.ExecuteAsync(new CommandDefinition(Insert, columns, cancellationToken: cancellation)), cancellation);
    }

    /// <inheritdoc />
    public async Task<int> DeleteOlderThan(DateTimeOffset moment, CancellationToken cancellation = default)
    {
        var before = new { moment = moment.ToUnixTimeMilliseconds(), limit = DeletedAtOnce };
        for (var total = 0; ;)
        {
            var count = await database.Run(
                connection => connection.ExecuteAsync(new CommandDefinition(Delete, before, cancellationToken: cancellation)), cancellation);
            total += count;
            if (count < DeletedAtOnce)
            {
                return total;
            }
        }
    }
}
