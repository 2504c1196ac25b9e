using Dapper;
using Microsoft.Data.Sqlite;
using Whisper.Grains.Moderation;
using Whisper.Silo.Stores.Reports;

namespace Whisper.Silo.Stores.Sqlite;

/// <summary>Reports in one SQLite file, for a process that stands alone.</summary>
internal sealed class SqliteReportStore(SqliteDatabase database) : IReportStore
{
    /// <summary>The file's name in the data directory.</summary>
    public const string FileName = "reports.db";

    /// <inheritdoc />
    public string Name => "reports (SQLite)";

    /// <inheritdoc />
    public Task<string?> Add(StoredReport report, CancellationToken cancellation = default) => database.Run(
        connection =>
        {
            using var transaction = connection.BeginTransaction();
            if (connection.Execute(ReportSql.Insert, ReportRows.Of(report), transaction) == 1)
            {
                connection.Execute(ReportSql.InsertMessage, ReportRows.MessagesOf(report), transaction);
            }

            transaction.Commit();
            return connection.QuerySingleOrDefault<string>(ReportSql.CaseOf, new { id = report.Id.ToString("N") });
        },
        cancellation);

    /// <inheritdoc />
    public Task<StoredReport?> Find(string caseId, CancellationToken cancellation = default) => database.Run(
        connection => connection.QuerySingleOrDefault<ReportRow>(ReportSql.Find, new { caseId }) is { } row
            ? row.ToReport(connection.Query<MessageRow>(ReportSql.MessagesOf, new { row.id }))
            : null,
        cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<ReportSummary>> List(ReportQuery query, CancellationToken cancellation = default) => database.Run<IReadOnlyList<ReportSummary>>(
        connection => [.. connection.Query<SummaryRow>(ReportSql.List, ReportRows.Of(query)).Select(row => row.ToSummary())],
        cancellation);

    /// <inheritdoc />
    public Task<int> DeleteOlderThan(DateTimeOffset moment, CancellationToken cancellation = default) => database.Run(
        connection =>
        {
            var count = connection.Execute(ReportSql.DeleteOlderThan, new { moment = moment.ToUnixTimeMilliseconds() });
            if (count > 0)
            {
                // until it is written back, the log beside the file still holds what was deleted
                connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }

            return count;
        },
        cancellation);

    /// <inheritdoc />
    public Task Probe(CancellationToken cancellation = default) => database.Run(Probe, cancellation);

    private static bool Probe(SqliteConnection connection)
    {
        // takes the write lock, as storing a report would
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM reports WHERE id = ''", transaction: transaction);
        transaction.Rollback();
        return true;
    }
}
