using Whisper.Grains.Moderation;
using Whisper.Silo.Stores.Postgres;
using Whisper.Tests.Moderation;
using Xunit;

namespace Whisper.Tests.Postgres;

/// <summary>The contract of every store against a real server, and what PostgreSQL alone could get wrong.</summary>
public sealed class PostgresReportStoreTests(PostgresFixture postgres) : ReportStoreContract, IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly List<PostgresDatabase> _opened = [];
    private PostgresOptions _settings = null!;
    private IReportStore _store = null!;

    protected override IReportStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        _settings = await postgres.NewDatabase();
        _store = Reopen();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _opened)
        {
            await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Add_TheSameFilingFromManySilosAtOnce_StoresItOnceAndTellsAllOneCase()
    {
        var report = Reports.New();
        var silos = Enumerable.Range(0, 4).Select(_ => Reopen()).ToArray();
        var cases = await Task.WhenAll(silos.Select(silo => silo.Add(report with { Case = CaseId.Of(Guid.NewGuid()) }, CancellationToken.None)));
        Assert.Single(cases.Distinct());
        Assert.Single(await Store.List(new ReportQuery(10), CancellationToken.None));
    }

    [Fact]
    public async Task Add_TextThatPostgresDoesNotTake_IsStoredWithReplacements()
    {
        var report = Reports.New() with { Note = new PrivateText("a\0b\ud800"), Messages = [new QuotedMessage(1, new PrivateText("\0"), 1)] };
        await Store.Add(report, CancellationToken.None);
        var stored = await Store.Find(report.Case, CancellationToken.None);
        Assert.Equal("a\uFFFDb\uFFFD", stored!.Note!.Value.Value);
        Assert.Equal("\uFFFD", stored.Messages[0].Text.Value);
    }

    [Fact]
    public async Task DeleteOlderThan_FromAllSilosAtOnce_DeletesEachOnce()
    {
        for (var i = 0; i < 20; i++)
        {
            await Store.Add(Reports.New(), CancellationToken.None);
        }

        var silos = Enumerable.Range(0, 4).Select(_ => Reopen()).ToArray();
        var counts = await Task.WhenAll(silos.Select(silo => silo.DeleteOlderThan(Reports.Noon.AddDays(1), CancellationToken.None)));
        Assert.Equal(20, counts.Sum());
        Assert.Empty(await Store.List(new ReportQuery(10), CancellationToken.None));
    }

    [Fact]
    public async Task Store_WorksAgainOnceTheServerHasRestarted()
    {
        var report = Reports.New();
        await Store.Add(report, CancellationToken.None);
        await postgres.Server.Kill();
        var down = await Assert.ThrowsAsync<PostgresUnavailableException>(() => Store.Probe(CancellationToken.None));
        Assert.True(down.Passes);
        await postgres.Server.Start(TestContext.Current.CancellationToken);
        Reports.AssertSame(report, await Store.Find(report.Case, CancellationToken.None));
    }

    protected override IReportStore Reopen()
    {
        var database = PostgresFixture.Open(_settings);
        _opened.Add(database);
        return new PostgresReportStore(database);
    }
}
