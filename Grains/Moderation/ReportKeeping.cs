namespace Whisper.Grains.Moderation;

/// <summary>Stores a report whatever its case meets.</summary>
internal static class ReportKeeping
{
    /// <summary>
    /// Returns the case under which the filing is stored: the report's own or, when another report has that, the filing's long
    /// one, which begins with it.
    /// </summary>
    public static async Task<string> Keep(IReportStore store, StoredReport report, CancellationToken cancellation) =>
        await store.Add(report, cancellation)
        ?? await store.Add(report with { Case = CaseId.LongOf(report.Id) }, cancellation)
        ?? throw new InvalidOperationException("Another filing has the same 130 bits of SHA-256.");
}
