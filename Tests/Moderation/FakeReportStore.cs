using System.Collections.Concurrent;
using System.Threading.Channels;
using Whisper.Grains.Moderation;

namespace Whisper.Tests.Moderation;

/// <summary>A store in memory that can be told to fail and to claim that cases are taken.</summary>
internal sealed class FakeReportStore : IReportStore
{
    private readonly Channel<DateTimeOffset> _deletions = Channel.CreateUnbounded<DateTimeOffset>();

    public ConcurrentDictionary<string, StoredReport> Reports { get; } = [];

    public bool Failing { get; set; }

    public int CasesTaken { get; set; }

    public int Probes { get; private set; }

    public string Name => "fake";

    public Task<string?> Add(StoredReport report, CancellationToken cancellation = default)
    {
        Check();
        if (CasesTaken-- > 0)
        {
            return Task.FromResult<string?>(null);
        }

        Reports[report.Case] = report;
        return Task.FromResult<string?>(report.Case);
    }

    public Task<StoredReport?> Find(string caseId, CancellationToken cancellation = default)
    {
        Check();
        return Task.FromResult(Reports.GetValueOrDefault(caseId));
    }

    public Task<IReadOnlyList<ReportSummary>> List(ReportQuery query, CancellationToken cancellation = default)
    {
        Check();
        return Task.FromResult<IReadOnlyList<ReportSummary>>([.. Reports.Values.Select(report => new ReportSummary(
            report.Case, report.FiledAt, report.Reported, report.Reason, report.Messages.Length)).Take(query.Limit)]);
    }

    public Task<int> DeleteOlderThan(DateTimeOffset moment, CancellationToken cancellation = default)
    {
        _deletions.Writer.TryWrite(moment);
        Check();
        return Task.FromResult(1);
    }

    public Task Probe(CancellationToken cancellation = default)
    {
        Probes++;
        Check();
        return Task.CompletedTask;
    }

    public async Task<DateTimeOffset> NextDeletion()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await _deletions.Reader.ReadAsync(deadline.Token);
    }

    private void Check()
    {
        if (Failing)
        {
            throw new IOException("the disk is gone");
        }
    }
}
