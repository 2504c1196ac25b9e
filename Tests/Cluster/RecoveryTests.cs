using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>What is found again when an activation, an event or a gateway is lost.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private WhisperCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await WhisperCluster.Start(
        sessions: options => options.Grace = TimeSpan.FromSeconds(2));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task RoomMoves_BothGatewaysHear_AndWhatWasNotDeliveredIsAskedForAgain()
    {
        var (anna, bert, match) = await Talk();
        await WhisperCluster.Move(anna.Room(match));
        Assert.Equal(match, (await anna.Expect<RoomMovedEvent>()).Match);
        Assert.Equal(match, (await bert.Expect<RoomMovedEvent>()).Match);

        Assert.Equal(AssertOutcome.Known, await anna.AssertChat(match, accepted: 3, delivered: 2));
        Assert.Equal(3, (await anna.ExpectEventually<MessageGapEvent>()).Expected);
        Assert.Equal(PostOutcome.Accepted, (await anna.Post(match, 3, "three", delivered: 2)).Outcome);
        Assert.Equal("three", (await bert.ExpectEventually<MessageEvent>()).Text.Value);
        await bert.Room(match).Ack(bert.Id, 3);
        Assert.Equal(3, (await anna.ExpectEventually<DeliveredEvent>()).N);
    }

    [Fact]
    public async Task RoomMoves_NextMessageComesFirst_RoomGoesOnFromWhatWasDelivered()
    {
        var (anna, _, match) = await Talk();
        await WhisperCluster.Move(anna.Room(match));
        Assert.Equal(new PostResult(PostOutcome.Gap, 3), await anna.Post(match, 4, delivered: 2));
        Assert.Equal(new PostResult(PostOutcome.Accepted, 4), await anna.Post(match, 3, delivered: 2));
        Assert.Equal(new PostResult(PostOutcome.Accepted, 5), await anna.Post(match, 4, delivered: 2));
    }

    /// <summary>A bucket that had no answer opens a room again, which may have moved since; who opens it has read nothing.</summary>
    [Fact]
    public async Task RoomMoves_IsOpenedAgain_TheChatGoesOn()
    {
        var (anna, bert, match) = await Talk();
        await WhisperCluster.Move(anna.Room(match));
        var again = new OpenRoom(Tier.Exact, anna.Interests.Values, new OpenSeat(anna.Id, anna.LastTicket), new OpenSeat(bert.Id, bert.LastTicket));
        Assert.Equal(OpenOutcome.Opened, await anna.Room(match).Open(again));
        Assert.Equal(new PostResult(PostOutcome.Accepted, 4), await anna.Post(match, 3, "three", delivered: 2));
        Assert.Equal("three", (await bert.ExpectEventually<MessageEvent>()).Text.Value);
    }

    [Fact]
    public async Task RoomNobodyOpened_IsOpenedAfterItWasGivenUp_IsRefused()
    {
        var (anna, bert) = (_cluster.NewPerson("g1", "g2"), _cluster.NewPerson("g1", "g2"));
        var match = MatchId.New();
        var room = anna.Room(match);
        await room.Resolve(anna.Id, TicketId.New());
        await WhisperCluster.Move(room);
        var late = new OpenRoom(Tier.Exact, anna.Interests.Values, new OpenSeat(anna.Id, TicketId.New()), new OpenSeat(bert.Id, TicketId.New()));
        Assert.Equal(OpenOutcome.Refused, await room.Open(late));
    }

    [Fact]
    public async Task RoomMoves_FirstHearsSomethingOld_GoesOnAllTheSame()
    {
        var (anna, _, match) = await Talk();
        await WhisperCluster.Move(anna.Room(match));
        await anna.AssertChat(match, accepted: 2, delivered: 1);
        Assert.Equal(2, (await anna.ExpectEventually<MessageGapEvent>()).Expected);
        Assert.Equal(new PostResult(PostOutcome.Accepted, 5), await anna.Post(match, 4, delivered: 3));
    }

    [Fact]
    public async Task RoomMoves_PartnerHasMoreThanTheSenderKnows_ItIsNotSentAgain()
    {
        var (anna, bert, match) = await Talk();
        await WhisperCluster.Move(anna.Room(match));
        Assert.Equal(AssertOutcome.Known, await bert.AssertChat(match, acked: 3));
        await bert.ExpectEventually<MatchFoundEvent>();
        Assert.Equal(PostOutcome.Accepted, (await anna.Post(match, 3, delivered: 2)).Outcome);
        Assert.Equal(3, (await anna.ExpectEventually<DeliveredEvent>()).N);
        Assert.Equal(PostOutcome.Accepted, (await anna.Post(match, 4, "four", delivered: 3)).Outcome);
        Assert.Equal("four", (await bert.Expect<MessageEvent>()).Text.Value);
    }

    [Fact]
    public async Task RoomMoves_SenderVouchesBeforeThePartner_WhatThePartnerHasIsNotSentAgain()
    {
        var (anna, bert, match) = await Talk();
        await WhisperCluster.Move(anna.Room(match));
        await anna.AssertChat(match, accepted: 3, delivered: 2);
        Assert.Equal(3, (await anna.ExpectEventually<MessageGapEvent>()).Expected);
        Assert.Equal(AssertOutcome.Known, await bert.AssertChat(match, acked: 3));
        Assert.Equal(PostOutcome.Accepted, (await anna.Post(match, 3, delivered: 2)).Outcome);
        Assert.Equal(3, (await anna.ExpectEventually<DeliveredEvent>()).N);
    }

    [Fact]
    public async Task RoomMoves_MessageComesBeforeThePartnerIsVouchedFor_ThePartnerIsTold()
    {
        var (anna, bert, match) = await Talk();
        await WhisperCluster.Move(anna.Room(match));
        Assert.Equal(PostOutcome.Accepted, (await anna.Post(match, 3, "three", delivered: 2)).Outcome);
        await bert.AssertChat(match, acked: 2);
        Assert.Equal("three", (await bert.ExpectEventually<MessageEvent>()).Text.Value);
    }

    [Fact]
    public async Task MatchNotHeard_AssertedSearch_IsTold()
    {
        var (anna, bert) = (_cluster.NewPerson("a", "b"), _cluster.NewPerson("a", "b"));
        var ticket = TicketId.New();
        await anna.Find(ticket);
        await bert.Find();
        var found = await anna.Expect<MatchFoundEvent>();
        await bert.Post(found.Match, 1, "hello");
        await anna.Expect<MessageEvent>();

        Assert.Equal(AssertOutcome.Known, await anna.AssertSearch(ticket));
        Assert.Equal(found.Match, (await anna.Expect<MatchFoundEvent>()).Match);
        Assert.Equal("hello", (await anna.Expect<MessageEvent>()).Text.Value);
    }

    [Fact]
    public async Task CancelNotHeard_AssertedSearch_IsToldThatItWasCancelled()
    {
        var anna = _cluster.NewPerson("a", "b");
        await anna.Find();
        Assert.Equal(IntentOutcome.Done, await anna.Cancel());
        await anna.AssertSearch(anna.LastTicket);
        Assert.Equal(anna.LastTicket, (await anna.Expect<MatchCancelledEvent>()).Ticket);
    }

    [Fact]
    public async Task EndNotHeard_AssertedChat_IsTold()
    {
        var (anna, bert, match) = await Talk();
        await bert.Room(match).Leave(bert.Id);
        await anna.ExpectEventually<ChatEndedEvent>();
        Assert.Equal(AssertOutcome.Known, await anna.AssertChat(match, accepted: 3, delivered: 2));
        Assert.Equal(ChatEndReason.PartnerLeft, (await anna.Expect<ChatEndedEvent>()).Reason);
    }

    [Fact]
    public async Task ChatThatNobodyKnows_IsOver()
    {
        var anna = _cluster.NewPerson("a", "b");
        var ticket = TicketId.New();
        await anna.Find(ticket);
        var match = MatchId.New();
        Assert.Equal(AssertOutcome.Known, await anna.AssertChat(match));
        Assert.Equal(match, (await anna.ExpectEventually<ChatEndedEvent>()).Match);
    }

    [Fact]
    public async Task OldConnection_IsSuperseded_AndAnUnknownSessionGone()
    {
        var (anna, _, match) = await Talk();
        var old = (anna.Connection, anna.Epoch);
        await anna.Resume();
        await anna.Attach(match, 0);
        var assertion = new SessionAssertion
        {
            Session = anna.Id,
            Connection = old.Connection,
            Epoch = old.Epoch,
            Chat = new ChatAssertion(match, 3, 2, 0, false),
        };
        var stranger = new SessionAssertion { Session = SessionId.New(), Connection = old.Connection, Epoch = 1, Ticket = TicketId.New() };
        Assert.Equal([AssertOutcome.Superseded, AssertOutcome.Gone], await _cluster.Grains.GetGrain<IGatewayIngress>(0).Assert([assertion, stranger]));
    }

    [Fact]
    public async Task GatewayDies_ItsPeopleAreAwayAndThenLost()
    {
        await using var other = await _cluster.NewGateway();
        var (anna, bert) = (_cluster.NewPerson("a", "b"), new Person(_cluster, other, ["a", "b"]));
        await anna.Find();
        await bert.Find();
        await anna.Expect<MatchFoundEvent>();
        await other.Die();
        Assert.True((await anna.Expect<PartnerEvent>()).Away);
        Assert.Equal(ChatEndReason.PartnerLost, (await anna.Expect<ChatEndedEvent>()).Reason);
        Assert.Equal(ResumeOutcome.Unknown, (await bert.Resume()).Outcome);
    }

    [Fact]
    public async Task GatewayTakenForDead_VouchesAgain_PartnerIsBack()
    {
        var (anna, bert, match) = await Talk();
        await anna.Room(match).GatewayGone(bert.Id, bert.Epoch);
        Assert.True((await anna.ExpectEventually<PartnerEvent>()).Away);
        await anna.Post(match, 4, "are you there?");
        Assert.Equal(AssertOutcome.Known, await bert.AssertChat(match, acked: 3));
        Assert.False((await anna.ExpectEventually<PartnerEvent>()).Away);
        // the session has them back as well: else its grace would end the chat
        Assert.NotNull(await bert.Session.Detach(new Departure(bert.Connection, bert.Epoch, Heard: true, InChat: null)));
        Assert.Equal(SessionStatus.Chatting, (await bert.Resume()).Status);
    }

    [Fact]
    public async Task LateAssertion_OfASearcherWhoWent_BringsNobodyBack()
    {
        var (anna, ticket) = (_cluster.NewPerson("a", "b"), TicketId.New());
        await anna.Find(ticket);
        await anna.Detach();
        _cluster.Gateway.StillHolds = false;
        Assert.Equal(AssertOutcome.Gone, await anna.AssertSearch(ticket));
    }

    [Fact]
    public async Task LateAssertion_OfAChatterWhoWent_DoesNotTellThePartnerOfAReturn()
    {
        var (anna, bert, match) = await Talk();
        await bert.Detach();
        Assert.True((await anna.ExpectEventually<PartnerEvent>()).Away);
        _cluster.Gateway.StillHolds = false;
        Assert.Equal(AssertOutcome.Gone, await bert.AssertChat(match, acked: 3));
        Assert.Equal(ChatEndReason.PartnerLost, (await anna.Expect<ChatEndedEvent>()).Reason);
    }

    [Fact]
    public async Task OldSearch_PassedOnByASiloThatWasFrozen_IsNobodysAnyMore()
    {
        var (anna, ticket) = (_cluster.NewPerson("a", "b"), TicketId.New());
        _cluster.Gateway.StillSearches = false;
        Assert.Equal(IntentOutcome.Superseded, await anna.Find(ticket, DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1)));
        Assert.Equal(AssertOutcome.Gone, await anna.AssertSearch(ticket));
    }

    [Fact]
    public async Task OldSearch_ThatItsGatewayStillWaitsFor_GoesOn()
    {
        var (anna, ticket) = (_cluster.NewPerson("a", "b"), TicketId.New());
        // its clock is off by a minute, or the cluster was slow: the gateway knows
        Assert.Equal(IntentOutcome.Done, await anna.Find(ticket, DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1)));
        Assert.Equal(AssertOutcome.Known, await anna.AssertSearch(ticket));
    }

    [Fact]
    public async Task LeaseThatHasMoved_IsUnknownBeforeItIsGone()
    {
        var lease = _cluster.Grains.GetGrain<IGatewayLease>(Guid.NewGuid());
        Assert.Equal(LeaseState.Unknown, (await lease.Find()).State);
        await Eventually.True(async () => (await lease.Find()).State == LeaseState.Gone, "the lease is gone");
        await lease.Release();
        Assert.Equal(LeaseState.Gone, (await lease.Find()).State);
    }

    /// <summary>Two who chat: three messages of the first, two of them delivered.</summary>
    private async Task<(Person Anna, Person Bert, MatchId Match)> Talk()
    {
        var (anna, bert) = (_cluster.NewPerson("a", "b"), _cluster.NewPerson("a", "b"));
        await anna.Find();
        await bert.Find();
        var match = (await anna.Expect<MatchFoundEvent>()).Match;
        await bert.Expect<MatchFoundEvent>();
        foreach (var n in new[] { 1, 2, 3 })
        {
            await anna.Post(match, n);
            await bert.Expect<MessageEvent>();
        }

        await bert.Room(match).Ack(bert.Id, 2);
        await anna.Expect<DeliveredEvent>();
        return (anna, bert, match);
    }
}
