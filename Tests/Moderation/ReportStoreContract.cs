using Whisper.Grains.Moderation;
using Whisper.Moderation;
using Xunit;

namespace Whisper.Tests.Moderation;

/// <summary>What every report store must hold to. An implementation's tests derive from this.</summary>
public abstract class ReportStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The store under test, empty at first.</summary>
    protected abstract IReportStore Store { get; }

    /// <summary>The same store as a process sees it that starts afterwards.</summary>
    protected abstract IReportStore Reopen();

    [Fact]
    public async Task Find_AfterAdd_GivesTheWholeReport()
    {
        var report = Reports.New();
        Assert.Equal(report.Case, await Store.Add(report, None));
        Reports.AssertSame(report, await Store.Find(report.Case, None));
    }

    [Fact]
    public async Task Find_NoNoteNoMessages_GivesNone()
    {
        var report = Reports.New() with { Note = null, Messages = [] };
        await Store.Add(report, None);
        Reports.AssertSame(report, await Store.Find(report.Case, None));
    }

    [Fact]
    public async Task Find_UnknownCase_IsNull() => Assert.Null(await Store.Find(CaseId.Of(Guid.NewGuid()), None));

    [Fact]
    public async Task Add_TheSameFilingAgain_KeepsTheFirst()
    {
        var first = Reports.New();
        var repeat = first with { Case = CaseId.Of(Guid.NewGuid()), Note = new PrivateText("other"), Messages = [] };
        await Store.Add(first, None);
        Assert.Equal(first.Case, await Store.Add(repeat, None));
        Assert.Null(await Store.Find(repeat.Case, None));
        Reports.AssertSame(first, await Store.Find(first.Case, None));
    }

    [Fact]
    public async Task Add_CaseOfAnotherReport_IsRefusedAndChangesNothing()
    {
        var first = Reports.New();
        await Store.Add(first, None);
        Assert.Null(await Store.Add(Reports.New(caseId: first.Case), None));
        Reports.AssertSame(first, await Store.Find(first.Case, None));
        Assert.Single(await Store.List(new ReportQuery(10), None));
    }

    [Fact]
    public async Task Add_ManyAtOnce_StoresAll()
    {
        var reports = Enumerable.Range(0, 40).Select(_ => Reports.New()).ToArray();
        await Task.WhenAll(reports.Select(report => Store.Add(report, None)));
        Assert.Equal(40, (await Store.List(new ReportQuery(100), None)).Count);
    }

    [Fact]
    public async Task Find_InALaterProcess_StillGivesTheReport()
    {
        var report = Reports.New();
        await Store.Add(report, None);
        Reports.AssertSame(report, await Reopen().Find(report.Case, None));
    }

    [Fact]
    public async Task List_PageByPage_GivesEachOnceNewestFirst()
    {
        // three of each time, so that pages end inside a time
        var all = Enumerable.Range(0, 30).Select(i => Reports.New(Reports.Noon.AddMinutes(i / 3))).ToArray();
        foreach (var report in all)
        {
            await Store.Add(report, None);
        }

        List<ReportSummary> seen = [];
        ReportCursor? before = null;
        while (await Store.List(new ReportQuery(7, before), None) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            before = ReportCursor.Parse(page[^1].Cursor.ToString());
        }

        Assert.Equal(
            all.OrderByDescending(report => report.FiledAt).ThenByDescending(report => report.Case, StringComparer.Ordinal).Select(report => report.Case),
            seen.Select(row => row.Case));
    }

    [Fact]
    public async Task List_Row_SaysWhatTheReportIs()
    {
        var report = Reports.New();
        await Store.Add(report, None);
        var row = Assert.Single(await Store.List(new ReportQuery(10), None));
        Assert.Equal(new ReportSummary(report.Case, report.FiledAt, report.Reported, report.Reason, 2), row);
    }

    [Fact]
    public async Task List_OfAReason_LeavesOutTheOthers()
    {
        foreach (var reason in Enum.GetValues<ReportReason>())
        {
            await Store.Add(Reports.New(reason: reason), None);
        }

        var row = Assert.Single(await Store.List(new ReportQuery(10, Reason: ReportReason.MinorSafety), None));
        Assert.Equal(ReportReason.MinorSafety, row.Reason);
    }

    [Fact]
    public async Task DeleteOlderThan_DeletesTheOlderOnesAlone()
    {
        var old = Reports.New(Reports.Noon.AddMilliseconds(-1));
        var kept = Reports.New(Reports.Noon);
        await Store.Add(old, None);
        await Store.Add(kept, None);
        Assert.Equal(1, await Store.DeleteOlderThan(Reports.Noon, None));
        Assert.Equal(0, await Store.DeleteOlderThan(Reports.Noon, None));
        Assert.Null(await Store.Find(old.Case, None));
        Reports.AssertSame(kept, await Store.Find(kept.Case, None));
    }

    [Fact]
    public async Task Probe_Usable_LeavesNothingBehind()
    {
        await Store.Probe(None);
        Assert.Empty(await Store.List(new ReportQuery(10), None));
    }
}
