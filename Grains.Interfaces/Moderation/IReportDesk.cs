namespace Whisper.Moderation;

/// <summary>Takes reports (key: 0, as many activations as there is work).</summary>
[Alias("whisper.report-desk")]
public interface IReportDesk : IGrainWithIntegerKey
{
    /// <summary>Checks the evidence and stores the report durably.</summary>
    [Alias("file")]
    Task<ReportResult> File(ReportFiling filing);

    /// <summary>Bans the session reported under a case and ends its chat. False when there is no such case.</summary>
    [Alias("ban-reported")]
    Task<bool> BanReported(string caseId);
}
