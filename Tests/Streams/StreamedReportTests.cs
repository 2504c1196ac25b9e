using Whisper.Delivery;
using Whisper.Grains.Moderation;
using Whisper.Moderation;
using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>From a reporter to PostgreSQL over NATS, while one of them is down.</summary>
public sealed class StreamedReportTests(ReportCluster cluster) : IClassFixture<ReportCluster>
{
    [Fact]
    public async Task File_TheSameTwice_IsStoredOnceUnderOneCase()
    {
        var filing = cluster.NewFiling();
        var first = await cluster.File(filing);
        var second = await cluster.File(filing);
        Assert.Equal(new ReportResult(ReportOutcome.Stored, CaseId.Of(filing.Id)), first);
        Assert.Equal(first, second);
        await Stored(first);
        await Stored(await cluster.File(cluster.NewFiling()));
        Assert.Equal(1, await cluster.StoredAs(first.Case!));
    }

    [Fact]
    public async Task File_WhilePostgresIsStopped_IsAcknowledgedAndStoredOnceWhenItIsBack()
    {
        await cluster.Postgres.Stop(TestContext.Current.CancellationToken);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cluster.File(cluster.NewFiling())));
        Assert.All(results, result => Assert.Equal(ReportOutcome.Stored, result.Outcome));
        await ReportCluster.Until(() => Task.FromResult(cluster.Log.Lines.Any(line => line.Event.Id == 3005)), "a delivery that fails");
        await cluster.Postgres.Start(TestContext.Current.CancellationToken);
        foreach (var result in results)
        {
            await Stored(result);
            Assert.Equal(1, await cluster.StoredAs(result.Case!));
        }

        Assert.DoesNotContain(cluster.Log.Lines, line => line.Message.Contains("canary-text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chat_WhilePostgresIsStopped_GoesOn()
    {
        await cluster.Postgres.Stop(TestContext.Current.CancellationToken);
        try
        {
            var (anna, bert) = (cluster.Whisper.NewPerson("chess", "go"), cluster.Whisper.NewPerson("chess", "go"));
            await anna.Find();
            await bert.Find();
            var match = (await anna.Expect<MatchFoundEvent>()).Match;
            await bert.Expect<MatchFoundEvent>();
            await anna.Post(match, 1);
            Assert.Equal(1, (await bert.Expect<MessageEvent>()).N);
            Assert.True(await anna.Room(match).Leave(anna.Id));
            await bert.Expect<ChatEndedEvent>();
        }
        finally
        {
            await cluster.Postgres.Start(TestContext.Current.CancellationToken);
        }
    }

    private Task Stored(ReportResult result) =>
        ReportCluster.Until(async () => await cluster.StoredAs(result.Case!) == 1, $"case {result.Case} in PostgreSQL");
}
