namespace Whisper.Silo.Stores.Reports;

/// <summary>The statements of the report store, in SQL that SQLite and PostgreSQL both understand.</summary>
internal static class ReportSql
{
    public const string Insert = """
        INSERT INTO reports (id, case_id, filed_at_ms, reporter, reported, match, reason, note)
        VALUES (@id, @case_id, @filed_at_ms, @reporter, @reported, @match, @reason, @note)
        ON CONFLICT DO NOTHING
        """;

    public const string InsertMessage = """
        INSERT INTO report_messages (report_id, n, body, at_ms) VALUES (@report_id, @n, @body, @at_ms)
        """;

    public const string CaseOf = "SELECT case_id FROM reports WHERE id = @id";

    public const string Find = """
        SELECT id, case_id, filed_at_ms, reporter, reported, match, reason, note FROM reports WHERE case_id = @caseId
        """;

    public const string MessagesOf = "SELECT report_id, n, body, at_ms FROM report_messages WHERE report_id = @id ORDER BY n";

    public const string List = """
        SELECT case_id, filed_at_ms, reported, reason, (SELECT COUNT(*) FROM report_messages WHERE report_id = reports.id) AS messages
        FROM reports
        WHERE (filed_at_ms, case_id) < (@before_ms, @before_case) AND (CAST(@reason AS TEXT) IS NULL OR reason = @reason)
        ORDER BY filed_at_ms DESC, case_id DESC
        LIMIT @limit
        """;

    public const string DeleteOlderThan = "DELETE FROM reports WHERE filed_at_ms < @moment";
}
