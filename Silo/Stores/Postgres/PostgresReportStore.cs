using Dapper;
using Whisper.Grains.Moderation;
using Whisper.Silo.Stores.Reports;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>Reports in the PostgreSQL that all silos of a cluster share.</summary>
internal sealed class PostgresReportStore(PostgresDatabase database) : IReportStore
{
    // Held by the silo that deletes. Two at once could wait for each other's rows.
    private const string TakeTurn = "SELECT pg_try_advisory_xact_lock(1919251557)";

    /// <inheritdoc />
    public string Name => "reports (PostgreSQL)";

    /// <inheritdoc />
    public Task<string?> Add(StoredReport report, CancellationToken cancellation = default) => database.Run(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            if (await connection.ExecuteAsync(ReportSql.Insert, PostgresText.Clean(ReportRows.Of(report)), transaction) == 1)
            {
                await connection.ExecuteAsync(ReportSql.InsertMessage, ReportRows.MessagesOf(report).Select(PostgresText.Clean), transaction);
            }

            await transaction.CommitAsync(cancellation);
            return await connection.QuerySingleOrDefaultAsync<string>(ReportSql.CaseOf, new { id = report.Id.ToString("N") });
        },
        cancellation);

    /// <inheritdoc />
    public Task<StoredReport?> Find(string caseId, CancellationToken cancellation = default) => database.Run(
        async connection => await connection.QuerySingleOrDefaultAsync<ReportRow>(ReportSql.Find, new { caseId }) is { } row
            ? row.ToReport(await connection.QueryAsync<MessageRow>(ReportSql.MessagesOf, new { row.id }))
            : null,
        cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<ReportSummary>> List(ReportQuery query, CancellationToken cancellation = default) => database.Run<IReadOnlyList<ReportSummary>>(
        async connection => [.. (await connection.QueryAsync<SummaryRow>(ReportSql.List, ReportRows.Of(query))).Select(row => row.ToSummary())],
        cancellation);

    /// <summary>See the interface. While another silo deletes, this one leaves it to that one and returns 0.</summary>
    public Task<int> DeleteOlderThan(DateTimeOffset moment, CancellationToken cancellation = default) => database.Run(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var count = await connection.ExecuteScalarAsync<bool>(TakeTurn, transaction: transaction)
                ? await connection.ExecuteAsync(ReportSql.DeleteOlderThan, new { moment = moment.ToUnixTimeMilliseconds() }, transaction)
                : 0;
            await transaction.CommitAsync(cancellation);
            return count;
        },
        cancellation);

    /// <inheritdoc />
    public Task Probe(CancellationToken cancellation = default) => database.Run(
        async connection =>
        {
            // writes, which a server that has become a read-only copy refuses
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await connection.ExecuteAsync("DELETE FROM reports WHERE id = ''", transaction: transaction);
            await transaction.RollbackAsync(cancellation);
            return true;
        },
        cancellation);
}
