using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>
/// With a second tier after one second: where two search one after the other, it may be told before they meet. It lasts long enough
/// for a machine on which all other tests run as well.
/// </summary>
public sealed class SearchTests : IAsyncLifetime
{
    private WhisperCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await WhisperCluster.Start(options =>
    {
        options.Tier2After = TimeSpan.FromSeconds(1);
        options.Timeout = TimeSpan.FromSeconds(8);
    });

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Find_IdenticalInterests_MatchesInTier1()
    {
        var (anna, bert) = (_cluster.NewPerson("chess", "tea"), _cluster.NewPerson("Tea", "Chess"));
        Assert.Equal(IntentOutcome.Done, await anna.Find());
        Assert.Equal(IntentOutcome.Done, await bert.Find());
        var (forAnna, forBert) = (await anna.ExpectEventually<MatchFoundEvent>(), await bert.ExpectEventually<MatchFoundEvent>());
        Assert.Equal(forAnna.Match, forBert.Match);
        Assert.Equal(Tier.Exact, forAnna.Tier);
        Assert.Equal(["chess", "tea"], forAnna.Shared);
    }

    [Fact]
    public async Task Find_OneInterestShared_MatchesInTier2WhateverTheHomeBuckets()
    {
        // Many pairs, so that same and different homes both occur.
        for (var pair = 0; pair < 8; pair++)
        {
            var (anna, bert) = (_cluster.NewPerson($"common{pair}", $"left{pair}"), _cluster.NewPerson($"common{pair}", $"right{pair}", $"extra{pair}"));
            await Task.WhenAll(anna.Find(), bert.Find());
            var match = await anna.ExpectEventually<MatchFoundEvent>();
            Assert.Equal(match, await bert.ExpectEventually<MatchFoundEvent>() with { Shared = match.Shared });
            Assert.Equal([$"common{pair}"], match.Shared);
            Assert.Equal(Tier.Overlap, match.Tier);
        }
    }

    [Fact]
    public async Task Find_NothingShared_TimesOutOnceAndIsIdleAgain()
    {
        var (anna, bert) = (_cluster.NewPerson("a1", "a2"), _cluster.NewPerson("b1", "b2"));
        await Task.WhenAll(anna.Find(), bert.Find());
        foreach (var person in new[] { anna, bert })
        {
            await person.Expect<SearchingEvent>();
            await person.Expect<MatchTimeoutEvent>();
            Assert.Equal(IntentOutcome.InvalidState, await person.Cancel());
            Assert.Equal(IntentOutcome.Done, await person.Find());
        }
    }

    [Fact]
    public async Task Find_WhileSearchingOrChatting_IsRefused()
    {
        var (anna, bert) = (_cluster.NewPerson("x1", "x2"), _cluster.NewPerson("x1", "x2"));
        await anna.Find();
        Assert.Equal(IntentOutcome.InvalidState, await anna.Find());
        await bert.Find();
        await anna.ExpectEventually<MatchFoundEvent>();
        Assert.Equal(IntentOutcome.InvalidState, await anna.Find());
        Assert.Equal(IntentOutcome.InvalidState, await anna.Cancel());
    }

    [Fact]
    public async Task Find_RepeatedWithOneTicket_IsOneSearch()
    {
        var anna = _cluster.NewPerson("r1", "r2");
        var ticket = TicketId.New();
        Assert.Equal(IntentOutcome.Done, await anna.Find(ticket));
        Assert.Equal(IntentOutcome.Done, await anna.Find(ticket));
        await anna.Expect<SearchingEvent>();
        // a gateway that answers late is told again, so that the second tier may come twice; two searches would time out twice
        await anna.ExpectEventually<MatchTimeoutEvent>();
        Assert.False(anna.HasNews());
    }

    [Fact]
    public async Task Cancel_HeardAfterALaterSearchBegan_LeavesThatAlone()
    {
        var (anna, bert) = (_cluster.NewPerson("c3", "c4"), _cluster.NewPerson("c3", "c4"));
        await anna.Find();
        var earlier = anna.LastTicket;
        Assert.Equal(IntentOutcome.Done, await anna.Cancel());
        await anna.Find();
        Assert.Equal(IntentOutcome.InvalidState, await anna.Cancel(TicketId.New()));
        Assert.Equal(IntentOutcome.Done, await anna.Cancel(earlier));
        await bert.Find();
        Assert.Equal((await anna.ExpectEventually<MatchFoundEvent>()).Match, (await bert.ExpectEventually<MatchFoundEvent>()).Match);
    }

    [Fact]
    public async Task Cancel_WhileSearching_LeavesNobodyToMatch()
    {
        var (anna, bert) = (_cluster.NewPerson("c1", "c2"), _cluster.NewPerson("c1", "c2"));
        await anna.Find();
        Assert.Equal(IntentOutcome.Done, await anna.Cancel());
        Assert.Equal(IntentOutcome.Done, await anna.Cancel());
        await bert.Find();
        await bert.Expect<SearchingEvent>();
        await bert.Expect<MatchTimeoutEvent>();
        Assert.False(anna.HasNews());
    }

    [Fact]
    public async Task Find_PartnerJustLeft_IsNotMatchedAgain()
    {
        var (anna, bert) = (_cluster.NewPerson("j1", "j2"), _cluster.NewPerson("j1", "j2"));
        await anna.Find();
        await bert.Find();
        var match = (await anna.ExpectEventually<MatchFoundEvent>()).Match;
        await bert.ExpectEventually<MatchFoundEvent>();
        Assert.True(await anna.Room(match).Leave(anna.Id));
        Assert.Equal(ChatEndReason.YouLeft, (await anna.Expect<ChatEndedEvent>()).Reason);
        Assert.Equal(ChatEndReason.PartnerLeft, (await bert.Expect<ChatEndedEvent>()).Reason);
        await anna.Find();
        await bert.Find();
        await anna.Expect<SearchingEvent>();
        await anna.Expect<MatchTimeoutEvent>();
        await bert.Expect<SearchingEvent>();
        await bert.Expect<MatchTimeoutEvent>();
    }

    [Fact]
    public async Task Find_PersonAway_IsNotMatchedUntilBack()
    {
        var (anna, bert) = (_cluster.NewPerson("w1", "w2"), _cluster.NewPerson("w1", "w2"));
        await anna.Find();
        await anna.Detach();
        await bert.Find();
        await bert.Expect<SearchingEvent>();
        var back = await anna.Resume();
        Assert.Equal(SessionStatus.Searching, back.Status);
        var match = await bert.ExpectEventually<MatchFoundEvent>();
        Assert.Equal(Tier.Exact, match.Tier);
    }

    [Fact]
    public async Task Find_HundredPeople_EverybodyIsInExactlyOneMatch()
    {
        var people = Enumerable.Range(0, 100).Select(i => _cluster.NewPerson($"h{i % 5}", "shared")).ToArray();
        await Task.WhenAll(people.Select(person => person.Find()));
        var matches = await Task.WhenAll(people.Select(person => FirstMatch(person)));
        Assert.All(matches.GroupBy(match => match), match => Assert.Equal(2, match.Count()));
    }

    private static async Task<MatchId> FirstMatch(Person person) => (await person.ExpectEventually<MatchFoundEvent>()).Match;
}
