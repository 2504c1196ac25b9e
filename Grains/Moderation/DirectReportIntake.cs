namespace Whisper.Grains.Moderation;

/// <summary>Stores at once, for a process that stands alone.</summary>
internal sealed class DirectReportIntake(IReportStore store) : IReportIntake
{
    /// <inheritdoc />
    public string Name => store.Name;

    /// <inheritdoc />
    public Task<string> Take(StoredReport report) => ReportKeeping.Keep(store, report, CancellationToken.None);
}
