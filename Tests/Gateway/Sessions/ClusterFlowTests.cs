using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Sessions;

/// <summary>What a gateway makes of the cluster's answers and deliveries, in orders that a real cluster seldom shows.</summary>
public sealed class ClusterFlowTests
{
    private readonly MatchId _match = MatchId.New();

    private MatchFoundEvent Found => new(_match, Tier.Exact, ["go"]);

    [Fact]
    public async Task MatchFound_DeliveredBeforeFindAnswers_FollowsSearching()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Find = async _ =>
        {
            await gateway.Cluster.Deliver(gateway.Cluster.Connection, Found, new PartnerEvent(_match, true, 5_000));
            return IntentOutcome.Done;
        };
        await using var client = await gateway.Join();
        await client.Find("chess", "go");
        await client.Expect("searching");
        Assert.Equal($$"""{"type":"match_found","match":"{{_match}}","tier":1,"shared":["go"]}""", (await client.Expect("match_found")).GetRawText());
        Assert.Equal("""{"type":"partner","state":"away","graceMs":5000}""", (await client.Expect("partner")).GetRawText());
    }

    [Fact]
    public async Task MatchOfTheSecondTier_ThatOvertookTheTierChange_FollowsIt()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Searching();
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, Found with { Tier = Tier.Overlap }, new SearchingEvent(gateway.Cluster.Ticket, Tier.Overlap, 10_000));
        Assert.Equal(2, (await client.Expect("searching")).GetProperty("tier").GetInt32());
        Assert.Equal(2, (await client.Expect("match_found")).GetProperty("tier").GetInt32());
        await client.ExpectQuiet();
    }

    [Fact]
    public async Task TierChange_ToldTwice_IsPassedOnOnce_AndOfEachSearch()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Searching();
        foreach (var waitedMs in new[] { 10_000, 10_033 })
        {
            await gateway.Cluster.Deliver(gateway.Cluster.Connection, new SearchingEvent(gateway.Cluster.Ticket, Tier.Overlap, waitedMs));
        }

        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new MatchTimeoutEvent(gateway.Cluster.Ticket, 30_000));
        Assert.Equal(10_000, (await client.Expect("searching")).GetProperty("waitedMs").GetInt32());
        await client.Expect("match_timeout");
        await client.Find("chess", "go");
        Assert.Equal(1, (await client.Expect("searching")).GetProperty("tier").GetInt32());
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new SearchingEvent(gateway.Cluster.Ticket, Tier.Overlap, 10_000));
        Assert.Equal(2, (await client.Expect("searching")).GetProperty("tier").GetInt32());
    }

    [Fact]
    public async Task MatchFound_ThatCrossesADeferredCancel_ComesFirstAndTheCancelIsInvalid()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Cancel = _ => Task.FromResult(IntentOutcome.Deferred);
        await using var client = await gateway.Searching();
        await client.Send(new { type = "cancel_match" });
        await client.ExpectQuiet();
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, Found);
        await client.Expect("match_found");
        await client.ExpectError("invalid_state", "cancel_match");
        await client.Say(1, "still here");
        await client.ExpectQuiet();
        Assert.Equal(1, gateway.Cluster.Count("room.Post"));
    }

    [Fact]
    public async Task MatchFound_ThatCrossesACancelOnTheWire_LeavesTheChatAsItIs()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Cancel = async _ =>
        {
            await gateway.Cluster.Deliver(gateway.Cluster.Connection, Found);
            return IntentOutcome.InvalidState;
        };
        await using var client = await gateway.Searching();
        await client.Send(new { type = "cancel_match" });
        await client.ExpectError("invalid_state", "cancel_match");
        await client.Expect("match_found");
    }

    [Fact]
    public async Task Cancel_ThatWasDeferredAndTookEffect_IsAnsweredOnce()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Cancel = _ => Task.FromResult(IntentOutcome.Deferred);
        await using var client = await gateway.Searching();
        await client.Send(new { type = "cancel_match" });
        await client.ExpectQuiet();
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new MatchCancelledEvent(gateway.Cluster.Ticket), new MatchCancelledEvent(gateway.Cluster.Ticket));
        await client.Expect("match_cancelled");
        await client.ExpectQuiet();
    }

    [Fact]
    public async Task Deliveries_OfAnEarlierSearch_AreDropped()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Searching();
        var earlier = TicketId.New();
        await gateway.Cluster.Deliver(
            gateway.Cluster.Connection, new SearchingEvent(earlier, Tier.Overlap, 1), new MatchCancelledEvent(earlier), new MatchTimeoutEvent(earlier, 1));
        await client.ExpectQuiet();
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new MatchTimeoutEvent(gateway.Cluster.Ticket, 30_000));
        await client.Expect("match_timeout");
    }

    [Fact]
    public async Task Deliveries_OfAnotherMatchOrGeneration_AreDropped()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        var (here, other) = (gateway.Cluster.Connection, MatchId.New());
        await gateway.Cluster.Deliver(
            here,
            new MessageEvent(other, 1, new PrivateText("x"), 0, "m"),
            new ChatEndedEvent(other, ChatEndReason.PartnerLeft),
            new DeliveredEvent(other, 1),
            new TypingEvent(other, true),
            new PartnerEvent(other, true, 1),
            new SearchingEvent(gateway.Cluster.Ticket, Tier.Overlap, 1),
            new MatchTimeoutEvent(gateway.Cluster.Ticket, 1),
            new MatchCancelledEvent(gateway.Cluster.Ticket),
            Found);
        await gateway.Cluster.Deliver(here with { Generation = here.Generation - 1 }, new ChatEndedEvent(_match, ChatEndReason.PartnerLeft));
        await gateway.Cluster.Deliver(here with { Slot = 77 }, new ChatEndedEvent(_match, ChatEndReason.PartnerLeft));
        await gateway.Cluster.Deliver(here with { Gateway = Guid.NewGuid() }, new ChatEndedEvent(_match, ChatEndReason.PartnerLeft));
        await client.ExpectQuiet();
    }

    [Theory]
    [InlineData(ChatEndReason.YouLeft, "you_left")]
    [InlineData(ChatEndReason.PartnerLeft, "partner_left")]
    [InlineData(ChatEndReason.PartnerLost, "partner_lost")]
    [InlineData(ChatEndReason.Moderated, "moderated")]
    public async Task ChatEnded_ToldTwice_IsPassedOnOnce(ChatEndReason reason, string wire)
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        var ended = new ChatEndedEvent(_match, reason);
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, ended, ended, Found);
        Assert.Equal(wire, (await client.Expect("chat_ended")).GetProperty("reason").GetString());
        await client.ExpectQuiet();
        await client.Find("chess", "go");
        await client.Expect("searching");
    }

    [Theory]
    [InlineData(CloseCause.Superseded, 4401, 0)]
    [InlineData(CloseCause.Banned, 4403, 1)]
    public async Task CloseEvent_ClosesWithItsCode(CloseCause cause, int code, int detaches)
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Searching();
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new CloseEvent(cause));
        if (cause == CloseCause.Banned)
        {
            await client.ExpectError("banned");
        }

        await client.ExpectClose(code);
        client.Raw.Drop();
        await True(() => gateway.Part<ConnectionTable>().Count == 0, "the connection is gone");
        await gateway.Part<Whisper.Gateway.Sessions.Departures>().Settle();
        Assert.Equal(detaches, gateway.Cluster.Count("session.Detach"));
    }

    [Theory]
    [InlineData(IntentOutcome.Superseded, null, 4401)]
    [InlineData(IntentOutcome.Banned, "banned", 4403)]
    public async Task Find_ThatTheSessionRefusesForGood_Closes(IntentOutcome outcome, string? error, int code)
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Find = _ => Task.FromResult(outcome);
        await using var client = await gateway.Join();
        await client.Find("chess", "go");
        if (error is not null)
        {
            await client.ExpectError(error, "find_match");
        }

        await client.ExpectClose(code);
    }

    [Fact]
    public async Task Call_ThatFailsForAWhile_IsRepeatedUnseen()
    {
        await using var gateway = await GatewayHost.Start();
        var tickets = new List<TicketId>();
        gateway.Cluster.Find = request =>
        {
            tickets.Add(request.Ticket);
            return tickets.Count < 3 ? throw new TimeoutException() : Task.FromResult(IntentOutcome.Done);
        };
        await using var client = await gateway.Join();
        await client.Find("chess", "go");
        await client.Expect("searching");
        Assert.Equal(3, tickets.Count);
        Assert.Single(tickets.Distinct());
    }

    [Fact]
    public async Task Message_ThatCannotBeHandedOver_IsAnErrorAnd4003()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:CallRetryFor", "00:00:00.2"));
        gateway.Cluster.Post = _ => throw new TimeoutException();
        await using var client = await gateway.Chatting(_match);
        await client.Say(1, "hi");
        await client.ExpectError("overloaded", "message");
        await client.ExpectClose(4003);
        await True(() => gateway.Cluster.Count("session.Detach") == 1, "the session is detached");
    }

    [Fact]
    public async Task Frames_WhileACallIsInFlight_WaitAndKeepTheirOrder()
    {
        await using var gateway = await GatewayHost.Start();
        var (answer, posted) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new List<long>());
        gateway.Cluster.Post = async post =>
        {
            lock (posted)
            {
                posted.Add(post.N);
            }

            await answer.Task;
            return new PostResult(PostOutcome.Accepted, post.N + 1);
        };
        await using var client = await gateway.Chatting(_match);
        for (var n = 1; n <= 5; n++)
        {
            await client.Say(n, "hi");
        }

        await client.Send(new { type = "ping" });
        await True(
            () =>
            {
                lock (posted)
                {
                    return posted.Count == 1;
                }
            },
            "the first is posted");

        // deliveries do not wait for it
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new MessageEvent(_match, 1, new PrivateText("meanwhile"), 5, "m"));
        Assert.Equal("""{"type":"message","n":1,"text":"meanwhile","at":5,"mac":"m"}""", (await client.Expect("message")).GetRawText());
        Assert.Single(posted);
        answer.SetResult();
        await client.Expect("pong");
        Assert.Equal([1, 2, 3, 4, 5], posted);
    }

    [Theory]
    [InlineData(PostOutcome.Gap, "message_gap", "expected", 4)]
    [InlineData(PostOutcome.Full, "rate_limited", "retryAfterMs", 1000)]
    [InlineData(PostOutcome.NotInChat, "invalid_state", null, 0)]
    public async Task Message_ThatTheRoomDoesNotTake_IsAnsweredWithWhy(PostOutcome outcome, string code, string? field, long value)
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Post = _ => Task.FromResult(new PostResult(outcome, 4));
        await using var client = await gateway.Chatting(_match);
        await client.Say(9, "hi");
        var error = await client.ExpectError(code, "message");
        Assert.Equal(field is null ? 0 : value, field is null ? 0 : error.GetProperty(field).GetInt64());
    }

    [Fact]
    public async Task MessageGap_FoundByTheRoom_IsTold()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new MessageGapEvent(_match, 3));
        Assert.Equal(3, (await client.ExpectError("message_gap", "message")).GetProperty("expected").GetInt64());
    }

    [Fact]
    public async Task Acks_WhileOneIsUnderWay_GoAsOne()
    {
        await using var gateway = await GatewayHost.Start();
        var (first, acked) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new List<long>());
        gateway.Cluster.Ack = n =>
        {
            acked.Add(n);
            return first.Task;
        };
        await using var client = await gateway.Chatting(_match);
        foreach (var n in new[] { 1, 2, 5, 3, 5 })
        {
            await client.Ack(n);
        }

        await client.ExpectQuiet();
        first.SetResult();
        await True(() => acked.Count == 2, "the rest was acknowledged");
        Assert.Equal([1, 5], acked);
    }

    [Fact]
    public async Task Leave_OfAChatThatIsOver_IsInvalid()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Leave = () => Task.FromResult(false);
        await using var client = await gateway.Chatting(_match);
        await client.Leave();
        await client.ExpectError("invalid_state", "leave");
    }
}
