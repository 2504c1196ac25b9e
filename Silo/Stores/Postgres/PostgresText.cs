using System.Text;
using Whisper.Silo.Stores.Reports;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>
/// PostgreSQL's text takes neither a zero character nor half a surrogate pair. A report must not be lost for one, so
/// that each becomes U+FFFD, as in the frame that carried it.
/// </summary>
internal static class PostgresText
{
    public static ReportRow Clean(ReportRow row) => row with { note = row.note is null ? null : Clean(row.note) };

    public static MessageRow Clean(MessageRow row) => row with { body = Clean(row.body) };

    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
