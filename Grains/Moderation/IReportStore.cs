namespace Whisper.Grains.Moderation;

/// <summary>
/// Where reports are kept. Every call throws when the store cannot do it; nothing is half done. <c>ReportStoreContract</c>
/// in the tests says what each implementation must hold to.
/// </summary>
public interface IReportStore
{
    /// <summary>Its name in health answers and logs.</summary>
    string Name { get; }

    /// <summary>
    /// Keeps a report; when the task completes it survives the loss of power. Returns the case under which the filing is
    /// stored, which for a repeated <see cref="StoredReport.Id"/> is the first one; null when the case belongs to
    /// another report, and another case must be drawn.
    /// </summary>
    Task<string?> Add(StoredReport report, CancellationToken cancellation = default);

    /// <summary>The report of a case; null when there is none.</summary>
    Task<StoredReport?> Find(string caseId, CancellationToken cancellation = default);

    /// <summary>A page of reports, newest first.</summary>
    Task<IReadOnlyList<ReportSummary>> List(ReportQuery query, CancellationToken cancellation = default);

    /// <summary>Deletes for good what was filed before a moment. Returns how many.</summary>
    Task<int> DeleteOlderThan(DateTimeOffset moment, CancellationToken cancellation = default);

    /// <summary>Throws when a report could not be stored now.</summary>
    Task Probe(CancellationToken cancellation = default);
}
