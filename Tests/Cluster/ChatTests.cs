using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Cluster;

public sealed class ChatTests : IAsyncLifetime
{
    private WhisperCluster _cluster = null!;

    public async ValueTask InitializeAsync() =>
        _cluster = await WhisperCluster.Start(sessions: options => options.Grace = TimeSpan.FromSeconds(2));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Post_InOrder_ReachesThePartnerAndIsDeliveredOnAck()
    {
        var (anna, bert, match) = await _cluster.Chat();
        Assert.Equal(new PostResult(PostOutcome.Accepted, 2), await anna.Post(match, 1, "one"));
        Assert.Equal(new PostResult(PostOutcome.Accepted, 3), await anna.Post(match, 2, "two"));
        Assert.Equal("one", (await bert.Expect<MessageEvent>()).Text.Value);
        Assert.Equal("two", (await bert.Expect<MessageEvent>()).Text.Value);
        await bert.Room(match).Ack(bert.Id, 2);
        Assert.Equal(2, (await anna.Expect<DeliveredEvent>()).N);
    }

    [Fact]
    public async Task Post_RepeatOrGap_ChangesNothing()
    {
        var (anna, bert, match) = await _cluster.Chat();
        await anna.Post(match, 1);
        Assert.Equal(new PostResult(PostOutcome.Repeat, 2), await anna.Post(match, 1));
        Assert.Equal(new PostResult(PostOutcome.Gap, 2), await anna.Post(match, 3));
        await anna.Post(match, 2);
        Assert.Equal(1, (await bert.Expect<MessageEvent>()).N);
        Assert.Equal(2, (await bert.Expect<MessageEvent>()).N);
        Assert.False(bert.HasNews());
    }

    [Fact]
    public async Task Post_PartnerAcknowledgesNothing_IsRefusedAt64()
    {
        var (anna, bert, match) = await _cluster.Chat();
        for (var n = 1; n <= 64; n++)
        {
            Assert.Equal(PostOutcome.Accepted, (await anna.Post(match, n)).Outcome);
        }

        Assert.Equal(new PostResult(PostOutcome.Full, 65), await anna.Post(match, 65));
        await bert.Room(match).Ack(bert.Id, 10);
        Assert.Equal(PostOutcome.Accepted, (await anna.Post(match, 65)).Outcome);
    }

    [Fact]
    public async Task Post_ByAStranger_IsRefused()
    {
        var (_, bert, match) = await _cluster.Chat();
        var stranger = _cluster.NewPerson("s1", "s2");
        Assert.Equal(PostOutcome.NotInChat, (await stranger.Post(match, 1)).Outcome);
        Assert.False(await stranger.Room(match).Leave(stranger.Id));
        Assert.Null(await stranger.Attach(match, 0));
        Assert.False(bert.HasNews());
    }

    [Fact]
    public async Task Resume_WithinGrace_BringsBackWhatWasMissed()
    {
        var (anna, bert, match) = await _cluster.Chat();
        await anna.Post(match, 1);
        await bert.Expect<MessageEvent>();
        await bert.Detach();
        Assert.True((await anna.Expect<PartnerEvent>()).Away);
        await anna.Post(match, 2);
        await bert.Post(match, 1);

        var resumed = await bert.Resume();
        Assert.Equal((ResumeOutcome.Resumed, SessionStatus.Chatting, match), (resumed.Outcome, resumed.Status, resumed.Match!.Value));
        var snapshot = await bert.Attach(match, received: 1);
        Assert.Equal((1, 1), (snapshot!.Accepted, snapshot.Received));
        Assert.Equal(2, Assert.IsType<MessageEvent>(Assert.Single(snapshot.Backlog)).N);
        await anna.Expect<MessageEvent>();
        Assert.False((await anna.Expect<PartnerEvent>()).Away);
        Assert.Equal(1, (await anna.Expect<DeliveredEvent>()).N);
    }

    [Fact]
    public async Task Detach_GraceRunsOut_PartnerIsToldOnceAndBothAreFree()
    {
        var (anna, bert, match) = await _cluster.Chat();
        await bert.Detach();
        Assert.True((await anna.Expect<PartnerEvent>()).Away);
        Assert.Equal(new ChatEndedEvent(match, ChatEndReason.PartnerLost), await anna.Expect<ChatEndedEvent>());
        Assert.Equal(ResumeOutcome.Unknown, (await bert.Resume()).Outcome);
        Assert.Equal(IntentOutcome.Done, await anna.Find());
        Assert.False(anna.HasNews());
    }

    [Fact]
    public async Task Leave_PartnerAway_PartnerLearnsItOnReturnOnce()
    {
        var (anna, bert, match) = await _cluster.Chat();
        await bert.Detach();
        Assert.True((await anna.Expect<PartnerEvent>()).Away);
        Assert.True(await anna.Room(match).Leave(anna.Id));
        Assert.False(await anna.Room(match).Leave(anna.Id));
        var resumed = await bert.Resume();
        Assert.Equal(SessionStatus.Idle, resumed.Status);
        Assert.Equal(new ChatEndedEvent(match, ChatEndReason.PartnerLeft), resumed.EndedWhileAway);
        Assert.Null((await bert.Resume()).EndedWhileAway);
    }

    [Fact]
    public async Task Detach_EndNotToldByTheLostConnection_IsToldOnReturn()
    {
        var (anna, bert, match) = await _cluster.Chat();
        Assert.True(await anna.Room(match).Leave(anna.Id));
        await bert.Expect<ChatEndedEvent>();

        // its gateway had the event, and no socket any more to write it to
        await bert.Session.Detach(new Departure(bert.Connection, bert.Epoch, Heard: true, InChat: match));
        Assert.Equal(new ChatEndedEvent(match, ChatEndReason.PartnerLeft), (await bert.Resume()).EndedWhileAway);
    }

    [Fact]
    public async Task Attach_RoomThatWasNeverOpened_FreesTheSessionThatBelievesInIt()
    {
        var (anna, match) = (_cluster.NewPerson("lost", "word"), MatchId.New());
        var ticket = TicketId.New();
        await anna.Find(ticket);
        Assert.Equal(ReserveOutcome.Reserved, await anna.Session.Reserve(ticket, match));
        Assert.True((await anna.Session.Commit(ticket, match, SessionId.New())).Committed);
        Assert.Equal(IntentOutcome.InvalidState, await anna.Find());
        Assert.Null(await anna.Attach(match, received: 0));
        Assert.Equal(IntentOutcome.Done, await anna.Find());
    }

    [Fact]
    public async Task Detach_EndWasTold_IsNotToldAgain()
    {
        var (anna, bert, match) = await _cluster.Chat();
        Assert.True(await anna.Room(match).Leave(anna.Id));
        await bert.Expect<ChatEndedEvent>();
        await bert.Session.Detach(new Departure(bert.Connection, bert.Epoch, Heard: true, InChat: null));
        Assert.Null((await bert.Resume()).EndedWhileAway);
    }

    [Fact]
    public async Task Resume_NewerSocket_ClosesTheOlderOne()
    {
        var (anna, _, match) = await _cluster.Chat();
        var older = anna.Connection;
        Assert.Equal(ResumeOutcome.Resumed, (await anna.Resume()).Outcome);
        await anna.Attach(match, 0);
        Assert.Equal(
            new CloseEvent(CloseCause.Superseded), await _cluster.Gateway.Inbox(older).ReadAsync(TestContext.Current.CancellationToken));

        // What the older socket's gateway reports late must not touch the newer one.
        Assert.Null(await anna.Session.Detach(new Departure(anna.Connection, Epoch: 1, Heard: true, InChat: null)));
        Assert.Equal(PostOutcome.Accepted, (await anna.Post(match, 1)).Outcome);
    }

    [Fact]
    public async Task Resume_Repeated_IsAnsweredAgainWithoutANewEpoch()
    {
        var (anna, _, match) = await _cluster.Chat();
        var request = new ResumeRequest(_cluster.Gateway.NewConnection(), anna.Token, new byte[32]);
        var first = await anna.Session.Resume(request);
        var second = await anna.Session.Resume(request);
        Assert.Equal((ResumeOutcome.Resumed, match), (second.Outcome, second.Match!.Value));
        Assert.Equal(first.Epoch, second.Epoch);
    }

    [Fact]
    public async Task Resume_OldToken_CountsOnlyWhileTheNewWelcomeMayBeLost()
    {
        var (anna, _, _) = await _cluster.Chat();
        var first = anna.Token;
        Assert.Equal(ResumeOutcome.Resumed, (await anna.Resume()).Outcome);
        Assert.Equal(ResumeOutcome.Unknown, (await anna.Resume(first)).Outcome);
        await anna.Detach(heard: false);
        Assert.Equal(ResumeOutcome.Resumed, (await anna.Resume(first)).Outcome);
        var second = anna.Token;
        await anna.Resume();
        await anna.Detach(heard: true);
        Assert.Equal(ResumeOutcome.Unknown, (await anna.Resume(second)).Outcome);
    }

    [Fact]
    public async Task Resume_OldToken_CountsForWhoseWelcomeNeverCame_AlthoughTheirGatewayHasNotNoticed()
    {
        var (anna, _, _) = await _cluster.Chat();
        var first = anna.Token;
        await anna.Resume();
        _cluster.Gateway.HasHeard = false;
        Assert.Equal(ResumeOutcome.Resumed, (await anna.Resume(first)).Outcome);
    }

    [Fact]
    public async Task Resume_OfASocketThatWasGivenUp_HeardAfterTheNextOnes_TakesNothingOver()
    {
        var (anna, _, match) = await _cluster.Chat();
        var (token, gaveUpAt) = (anna.Token, DateTimeOffset.UtcNow - TimeSpan.FromSeconds(1));
        _cluster.Gateway.HasHeard = false;
        Assert.Equal(ResumeOutcome.Resumed, (await anna.Resume()).Outcome);
        await anna.Attach(match, 0);
        var late = new ResumeRequest(_cluster.Gateway.NewConnection(), token, new byte[32], gaveUpAt);
        Assert.Equal(ResumeOutcome.Unknown, (await anna.Session.Resume(late)).Outcome);
        Assert.Equal(PostOutcome.Accepted, (await anna.Post(match, 1)).Outcome);
        Assert.Equal(AssertOutcome.Known, await anna.AssertChat(match));
    }

    [Fact]
    public async Task Block_LastPartner_IsNeverMatchedAgain()
    {
        var (anna, bert, match) = await _cluster.Chat();
        Assert.Equal(new ChatReference(match, bert.Id, Ongoing: true), await anna.Session.Block(anna.Epoch, match));
        await anna.Room(match).Leave(anna.Id);
        await anna.Expect<ChatEndedEvent>();
        Assert.Equal(new ChatReference(match, bert.Id, Ongoing: false), await anna.Session.RecentChat(anna.Epoch, match));
    }

    [Fact]
    public async Task Block_HeardWhenAnotherChatHasBegun_IsOfThePartnerThatWasMeant()
    {
        var (anna, bert, match) = await _cluster.Chat();
        await anna.Room(match).Leave(anna.Id);
        await anna.Expect<ChatEndedEvent>();
        var carl = _cluster.NewPerson([.. anna.Interests.Values]);
        await anna.Find();
        await carl.Find();
        await anna.Expect<MatchFoundEvent>();
        Assert.Equal(new ChatReference(match, bert.Id, Ongoing: false), await anna.Session.Block(anna.Epoch, match));
        Assert.Equal(new ChatReference(match, bert.Id, Ongoing: false), await anna.Session.RecentChat(anna.Epoch, null));
        Assert.Null(await anna.Session.Block(anna.Epoch, MatchId.New()));
    }

    [Fact]
    public async Task Ban_WhileChatting_ClosesTheSocketAndRefusesTheSession()
    {
        var (anna, bert, match) = await _cluster.Chat();
        Assert.Equal(match, await anna.Session.Ban());
        Assert.Equal(new CloseEvent(CloseCause.Banned), await anna.Expect<CloseEvent>());
        Assert.True(await anna.Room(match).EndByOperator());
        Assert.Equal(ChatEndReason.Moderated, (await bert.Expect<ChatEndedEvent>()).Reason);
        Assert.Equal(IntentOutcome.Banned, await anna.Find());
        Assert.Equal(ResumeOutcome.Banned, (await anna.Resume()).Outcome);
    }
}
