using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Whisper.Grains.Moderation;
using Whisper.Moderation;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Moderation;

public sealed class ReportDeskTests : IDisposable
{
    private readonly EvidenceSigner _signer = new(new byte[32]);
    private readonly FakeReportStore _store = new();
    private readonly CapturedLog<ReportDeskGrain> _log = new();
    private readonly FakeGrains _grains = new();
    private readonly ReportDeskGrain _desk;

    public ReportDeskTests() => _desk = new ReportDeskGrain(new DirectReportIntake(_store), _store, _signer, _grains.Factory, new FakeTimeProvider(Reports.Noon), _log);

    public void Dispose() => _signer.Dispose();

    [Fact]
    public async Task File_TrueEvidence_IsStoredInOrderUnderTheAnsweredCase()
    {
        var filing = Reports.Filing(_signer, (1, "first"), (3, "third"), (2, "second"), (3, "third"));
        var result = await _desk.File(filing);
        Assert.Equal(ReportOutcome.Stored, result.Outcome);
        Reports.AssertSame(
            new StoredReport
            {
                Id = filing.Id,
                Case = result.Case!,
                FiledAt = Reports.Noon,
                Reporter = filing.Reporter,
                Reported = filing.Reported,
                Match = filing.Match,
                Reason = filing.Reason,
                Note = filing.Note,
                Messages = [Quoted(1, "first"), Quoted(2, "second"), Quoted(3, "third")],
            },
            _store.Reports[result.Case!]);
    }

    [Fact]
    public async Task File_NoEvidence_IsStored()
    {
        var result = await _desk.File(Reports.Filing(_signer));
        Assert.Equal(ReportOutcome.Stored, result.Outcome);
        Assert.Empty(_store.Reports[result.Case!].Messages);
    }

    [Fact]
    public async Task File_OneForgedMessage_RefusesAllAndStoresNothing()
    {
        var filing = Reports.Filing(_signer, (1, "first"), (2, "second"));
        await Refuses(filing with { Evidence = filing.Evidence.SetItem(1, filing.Evidence[1] with { Text = new PrivateText("worse") }) });
    }

    [Fact]
    public async Task File_EvidenceOfAnotherChat_IsRefused() =>
        await Refuses(Reports.Filing(_signer, (1, "first")) with { Match = MatchId.New() });

    [Fact]
    public async Task File_TheReportersOwnMessages_AreRefused()
    {
        var filing = Reports.Filing(_signer, (1, "first"));
        await Refuses(filing with { Reported = filing.Reporter, Reporter = filing.Reported });
    }

    [Fact]
    public async Task File_MessagesWithSwappedNumbers_AreRefused()
    {
        var filing = Reports.Filing(_signer, (1, "first"), (2, "second"));
        var (one, two) = (filing.Evidence[0], filing.Evidence[1]);
        await Refuses(filing with { Evidence = [one with { N = 2 }, two with { N = 1 }] });
    }

    [Fact]
    public async Task File_MoreThanTwentyMessages_AreRefused() =>
        await Refuses(Reports.Filing(_signer, [.. Enumerable.Range(1, 21).Select(n => ((long)n, "text"))]));

    [Fact]
    public async Task File_StoreDown_SaysSoAndLogsTheStoreButNoText()
    {
        _store.Failing = true;
        var result = await _desk.File(Reports.Filing(_signer, (1, "canary")));
        Assert.Equal(new ReportResult(ReportOutcome.Unavailable, null), result);
        var line = Assert.Single(_log.Lines, line => line.Level == LogLevel.Error);
        Assert.Contains("fake", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_CaseTaken_IsStoredUnderTheLongOne()
    {
        _store.CasesTaken = 1;
        var filing = Reports.Filing(_signer);
        var result = await _desk.File(filing);
        Assert.Equal(new ReportResult(ReportOutcome.Stored, CaseId.LongOf(filing.Id)), result);
        Assert.Equal(result.Case, Assert.Single(_store.Reports).Key);
    }

    [Fact]
    public async Task BanReported_PersonInAChat_BansAndEndsTheChat()
    {
        var filing = Reports.Filing(_signer);
        var result = await _desk.File(filing);
        var chat = MatchId.New();
        _grains.ChatOfBanned = chat;
        Assert.True(await _desk.BanReported(result.Case!.ToLowerInvariant()));
        Assert.Equal([$"{nameof(IUserSession.Ban)} {filing.Reported}", $"{nameof(IChatRoom.EndByOperator)} {chat}"], _grains.Calls);
    }

    [Fact]
    public async Task BanReported_PersonInNoChat_Bans()
    {
        var result = await _desk.File(Reports.Filing(_signer));
        Assert.True(await _desk.BanReported(result.Case!));
        Assert.Single(_grains.Calls);
    }

    [Theory]
    [InlineData("0123456789")]
    [InlineData("no case")]
    public async Task BanReported_UnknownCase_DoesNothing(string caseId)
    {
        Assert.False(await _desk.BanReported(caseId));
        Assert.Empty(_grains.Calls);
    }

    private static QuotedMessage Quoted(long n, string text) => new(n, new PrivateText(text), 1000 + n);

    private async Task Refuses(ReportFiling filing)
    {
        Assert.Equal(new ReportResult(ReportOutcome.EvidenceRefused, null), await _desk.File(filing));
        Assert.Empty(_store.Reports);
    }
}
