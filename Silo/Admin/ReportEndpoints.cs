using Whisper.Grains.Moderation;
using Whisper.Moderation;

namespace Whisper.Silo.Admin;

/// <summary>What an operator can do with reports.</summary>
internal static class ReportEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static void MapReports(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/reports", List);
        admin.MapGet("/reports/{id}", Show);
        admin.MapPost("/reports/{id}/ban", Ban);
    }

    private static async Task<IResult> List(IReportStore store, CancellationToken cancellation, int limit = DefaultLimit, string? before = null, string? reason = null)
    {
        var cursor = before is null ? null : ReportCursor.Parse(before);
        var wanted = reason is null ? null : ReasonNames.Parse(reason);
        if (limit is < 1 or > MaxLimit || (before is not null && cursor is null) || (reason is not null && wanted is null))
        {
            return Results.Problem($"limit: 1 to {MaxLimit}; before: the \"next\" of another page; reason: one of the protocol's.", statusCode: StatusCodes.Status400BadRequest);
        }

        var rows = await store.List(new ReportQuery(limit, cursor, wanted), cancellation);
        return Results.Json(rows.ToPage(limit), AdminJson.Default.ReportPage);
    }

    private static async Task<IResult> Show(string id, IReportStore store, CancellationToken cancellation) =>
        CaseId.Parse(id) is { } known && await store.Find(known, cancellation) is { } report
            ? Results.Json(report.ToDetail(), AdminJson.Default.ReportDetail)
            : NoSuchCase();

    private static async Task<IResult> Ban(string id, IGrainFactory grains) =>
        CaseId.Parse(id) is { } known && await grains.GetGrain<IReportDesk>(0).BanReported(known)
            ? Results.Json(new BanAnswer(known, true), AdminJson.Default.BanAnswer)
            : NoSuchCase();

    private static IResult NoSuchCase() => Results.Problem("No such case.", statusCode: StatusCodes.Status404NotFound);
}
