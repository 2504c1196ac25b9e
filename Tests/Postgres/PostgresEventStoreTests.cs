using Whisper.Grains.Events;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Silo.Stores.Postgres;
using Xunit;

namespace Whisper.Tests.Postgres;

public sealed class PostgresEventStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private PostgresDatabase _database = null!;
    private PostgresEventStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = PostgresFixture.Open(await postgres.NewDatabase());
        _store = new PostgresEventStore(_database);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Add_AgainAndTwiceInOneBatch_KeepsTheFirst()
    {
        var made = new MatchMade(Noon, MatchId.New(), Tier.Overlap, 3, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(1));
        var search = new SearchTimedOut(Noon, TicketId.New(), TimeSpan.FromSeconds(30));
        await _store.Add([made, search, made with { Shared = 5 }], Cancellation);
        await _store.Add([made with { Shared = 1 }, new ChatEnded(Noon, made.Match, "Left", TimeSpan.FromMinutes(1), 7)], Cancellation);
        Assert.Equal(3, await Count("TRUE"));
        Assert.Equal(1, await Count("kind = 'match_made' AND tier = 2 AND shared = 3 AND waited_ms = 12000 AND partner_waited_ms = 1000 AND cause IS NULL"));
        Assert.Equal(1, await Count($"subject = '{made.Match}' AND kind = 'chat_ended' AND cause = 'Left' AND lasted_ms = 60000 AND messages = 7"));
        Assert.Equal(1, await Count($"id = 'search_timed_out:{search.Ticket}' AND waited_ms = 30000 AND tier IS NULL"));
    }

    [Fact]
    public async Task DeleteOlderThan_FromAllSilosAtOnce_DeletesTheOlderOnesAlone()
    {
        await _store.Add([.. Enumerable.Range(0, 6_000).Select(_ => Search(Noon.AddMilliseconds(-1))), Search(Noon)], Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _store.DeleteOlderThan(Noon, Cancellation)));
        await _store.DeleteOlderThan(Noon, Cancellation);
        Assert.Equal(1, await Count("TRUE"));
    }

    private static SearchTimedOut Search(DateTimeOffset at) => new(at, TicketId.New(), TimeSpan.FromSeconds(30));

    private Task<int> Count(string condition) => postgres.Ask<int>(_database.Options.Database, $"SELECT count(*) FROM platform_events WHERE {condition}");
}
