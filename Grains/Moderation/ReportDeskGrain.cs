using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Whisper.Moderation;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Moderation;

/// <summary>Takes reports: checks what they quote, has them stored, and lets an operator act on them.</summary>
[StatelessWorker]
internal sealed class ReportDeskGrain(
    IReportIntake intake, IReportStore store, IEvidenceSigner signer, IGrainFactory grains, TimeProvider clock, ILogger<ReportDeskGrain> log)
    : Grain, IReportDesk
{
    private const int MostMessages = 20;

    /// <inheritdoc />
    public async Task<ReportResult> File(ReportFiling filing)
    {
        if (Quoted(filing) is not { } messages)
        {
            ModerationLog.EvidenceRefused(log, filing.Match);
            return new ReportResult(ReportOutcome.EvidenceRefused, null);
        }

        try
        {
            var id = await intake.Take(Report(filing, messages));
            ModerationLog.ReportStored(log, id, filing.Reason);
            return new ReportResult(ReportOutcome.Stored, id);
        }
        catch (Exception e)
        {
            // whatever broke, the reporter must not be told that the report is safe
            ModerationLog.ReportNotStored(log, intake.Name, e);
            return new ReportResult(ReportOutcome.Unavailable, null);
        }
    }

    /// <inheritdoc />
    public async Task<bool> BanReported(string caseId)
    {
        var report = CaseId.Parse(caseId) is { } id ? await store.Find(id) : null;
        if (report is null)
        {
            return false;
        }

        var match = await grains.GetGrain<IUserSession>(report.Reported.Value).Ban();
        if (match is { } chat)
        {
            await grains.GetGrain<IChatRoom>(chat.Value).EndByOperator();
        }

        ModerationLog.ReportedBanned(log, report.Case, report.Reported);
        return true;
    }

    private StoredReport Report(ReportFiling filing, ImmutableArray<QuotedMessage> messages) => new()
    {
        Id = filing.Id,
        Case = CaseId.Of(filing.Id),
        FiledAt = clock.GetUtcNow(),
        Reporter = filing.Reporter,
        Reported = filing.Reported,
        Match = filing.Match,
        Reason = filing.Reason,
        Note = filing.Note,
        Messages = messages,
    };

    // null when a single message is not what the server delivered in this chat from this sender
    private ImmutableArray<QuotedMessage>? Quoted(ReportFiling filing)
    {
        if (filing.Evidence.Length > MostMessages)
        {
            return null;
        }

        var byNumber = new SortedDictionary<long, QuotedMessage>();
        foreach (var item in filing.Evidence)
        {
            if (!signer.Verify(filing.Match, filing.Reported, item.N, item.Text.Value, item.AtMs, item.Mac))
            {
                return null;
            }

            byNumber[item.N] = new QuotedMessage(item.N, item.Text, item.AtMs);
        }

        return [.. byNumber.Values];
    }
}
