using Whisper.Delivery;
using Whisper.Moderation;
using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>What happens in chats is kept once, whatever happens to NATS; and what cannot be taken is not acknowledged.</summary>
public sealed class PlatformEventTests(ReportCluster cluster) : IClassFixture<ReportCluster>
{
    [Fact]
    public async Task AChat_IsKeptAsMadeAndEnded()
    {
        var match = await ChatAndLeave();
        await Kept(match);
        Assert.Equal(1, await cluster.Count(
            "SELECT count(*) FROM platform_events WHERE subject = @match AND kind = 'match_made' AND tier = 1 AND shared = 2 AND waited_ms >= 0 AND partner_waited_ms >= 0",
            new { match }));
        Assert.Equal(1, await cluster.Count(
            "SELECT count(*) FROM platform_events WHERE subject = @match AND kind = 'chat_ended' AND cause = 'Left' AND messages = 1 AND lasted_ms >= 0",
            new { match }));
    }

    [Fact]
    public async Task NatsKilled_ReportsAreRefusedAndEventsWaitAndAreKeptOnce()
    {
        await cluster.Nats.Kill();
        Assert.Equal(new ReportResult(ReportOutcome.Unavailable, null), await cluster.File(cluster.NewFiling()));
        var matches = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            matches.Add(await ChatAndLeave());
        }

        await cluster.Nats.Start(TestContext.Current.CancellationToken);
        foreach (var match in matches)
        {
            await Kept(match);
        }

        Assert.Equal(10, await cluster.Count("SELECT count(*) FROM platform_events WHERE subject = ANY(@matches)", new { matches }));
        await ReportCluster.Until(async () => (await cluster.File(cluster.NewFiling())).Outcome == ReportOutcome.Stored, "a report that is taken again");
    }

    private Task Kept(string match) => ReportCluster.Until(
        async () => await cluster.Count("SELECT count(*) FROM platform_events WHERE subject = @match", new { match }) == 2, $"both events of {match}");

    private async Task<string> ChatAndLeave()
    {
        var (anna, bert) = (cluster.Whisper.NewPerson("chess", "go"), cluster.Whisper.NewPerson("chess", "go"));
        await anna.Find();
        await bert.Find();
        var match = (await anna.Expect<MatchFoundEvent>()).Match;
        await bert.Expect<MatchFoundEvent>();
        await anna.Post(match, 1);
        await bert.Expect<MessageEvent>();
        await anna.Room(match).Leave(anna.Id);
        await bert.Expect<ChatEndedEvent>();
        return match.ToString();
    }
}
