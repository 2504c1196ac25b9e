using System.Globalization;
using Whisper.Grains.Moderation;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Silo.Stores.Reports;

/// <summary>A row of <c>reports</c>; named as the columns are.</summary>
internal sealed record ReportRow(string id, string case_id, long filed_at_ms, string reporter, string reported, string match, string reason, string? note)
{
    public StoredReport ToReport(IEnumerable<MessageRow> messages) => new()
    {
        Id = Guid.Parse(id, CultureInfo.InvariantCulture),
        Case = case_id,
        FiledAt = DateTimeOffset.FromUnixTimeMilliseconds(filed_at_ms),
        Reporter = new SessionId(Guid.Parse(reporter, CultureInfo.InvariantCulture)),
        Reported = new SessionId(Guid.Parse(reported, CultureInfo.InvariantCulture)),
        Match = new MatchId(Guid.Parse(match, CultureInfo.InvariantCulture)),
        Reason = ReportRows.ReasonOf(reason),
        Note = note is null ? null : new PrivateText(note),
        Messages = [.. messages.Select(message => new QuotedMessage(message.n, new PrivateText(message.body), message.at_ms))],
    };

    public override string ToString() => $"{nameof(ReportRow)} {case_id}";
}

/// <summary>A row of <c>report_messages</c>.</summary>
internal sealed record MessageRow(string report_id, long n, string body, long at_ms)
{
    public override string ToString() => $"{nameof(MessageRow)} {n}";
}

/// <summary>A row of the list. Set by property: SQLite does not tell the type of a count beforehand.</summary>
internal sealed record SummaryRow
{
    public string case_id { get; init; } = "";

    public long filed_at_ms { get; init; }

    public string reported { get; init; } = "";

    public string reason { get; init; } = "";

    public int messages { get; init; }

    public ReportSummary ToSummary() => new(
        case_id,
        DateTimeOffset.FromUnixTimeMilliseconds(filed_at_ms),
        new SessionId(Guid.Parse(reported, CultureInfo.InvariantCulture)),
        ReportRows.ReasonOf(reason),
        messages);
}

/// <summary>From reports to rows.</summary>
internal static class ReportRows
{
    public static ReportRow Of(StoredReport report) => new(
        report.Id.ToString("N"),
        report.Case,
        report.FiledAt.ToUnixTimeMilliseconds(),
        report.Reporter.ToString(),
        report.Reported.ToString(),
        report.Match.ToString(),
        ReasonNames.Of(report.Reason),
        report.Note?.Value);

    public static IEnumerable<MessageRow> MessagesOf(StoredReport report) =>
        report.Messages.Select(message => new MessageRow(report.Id.ToString("N"), message.N, message.Text.Value, message.AtMs));

    public static object Of(ReportQuery query) => new
    {
        limit = query.Limit,
        before_ms = query.Before?.FiledAtMs ?? long.MaxValue,
        before_case = query.Before?.Case ?? "",
        reason = query.Reason is { } reason ? ReasonNames.Of(reason) : null,
    };

    public static Whisper.Moderation.ReportReason ReasonOf(string name) =>
        ReasonNames.Parse(name) ?? throw new InvalidDataException("A stored report has an unknown reason.");
}
