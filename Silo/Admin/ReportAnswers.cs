using System.Text.Json;
using System.Text.Json.Serialization;
using Whisper.Grains.Moderation;

namespace Whisper.Silo.Admin;

/// <summary>A row of the list.</summary>
internal sealed record ReportLine(string Case, DateTimeOffset FiledAt, string Reason, string Reported, int Messages);

/// <summary>A page of the list; <c>Next</c> goes into <c>?before=</c>.</summary>
internal sealed record ReportPage(IReadOnlyList<ReportLine> Reports, string? Next);

/// <summary>One message that a report quotes.</summary>
internal sealed record ReportMessage(long N, DateTimeOffset At, string Text)
{
    public override string ToString() => $"{nameof(ReportMessage)} {N}";
}

/// <summary>A whole report.</summary>
internal sealed record ReportDetail(
    string Case, DateTimeOffset FiledAt, string Reason, string? Note, string Reporter, string Reported, string Match, IReadOnlyList<ReportMessage> Messages)
{
    public override string ToString() => $"{nameof(ReportDetail)} {Case}";
}

/// <summary>The answer to a ban.</summary>
internal sealed record BanAnswer(string Case, bool Banned);

/// <summary>From what is stored to what is answered.</summary>
internal static class ReportAnswers
{
    public static ReportPage ToPage(this IReadOnlyList<ReportSummary> rows, int limit) => new(
        [.. rows.Select(row => new ReportLine(row.Case, row.FiledAt, ReasonNames.Of(row.Reason), row.Reported.ToString(), row.Messages))],
        rows.Count == limit ? rows[^1].Cursor.ToString() : null);

    public static ReportDetail ToDetail(this StoredReport report) => new(
        report.Case,
        report.FiledAt,
        ReasonNames.Of(report.Reason),
        report.Note?.Value,
        report.Reporter.ToString(),
        report.Reported.ToString(),
        report.Match.ToString(),
        [.. report.Messages.Select(message => new ReportMessage(message.N, DateTimeOffset.FromUnixTimeMilliseconds(message.AtMs), message.Text.Value))]);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ReportPage))]
[JsonSerializable(typeof(ReportDetail))]
[JsonSerializable(typeof(BanAnswer))]
internal sealed partial class AdminJson : JsonSerializerContext;
