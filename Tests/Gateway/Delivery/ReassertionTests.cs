using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Delivery;

/// <summary>When a gateway vouches for its people, what it says, and what it makes of the answer.</summary>
public sealed class ReassertionTests
{
    private readonly MatchId _match = MatchId.New();
    private readonly ConcurrentQueue<SessionAssertion> _asserted = new();

    [Fact]
    public async Task SearchIsAskedAbout_OnlyAWaitingOneIsSomebodys()
    {
        await using var gateway = await GatewayHost.Start();
        var answer = new TaskCompletionSource<bool>();
        gateway.Cluster.Find = async request =>
        {
            // the answer to the search is still on its way
            answer.SetResult(await (await gateway.Cluster.Observer).Searches(request.Attachment.Connection, request.Ticket));
            return IntentOutcome.Done;
        };
        await using var client = await gateway.Searching();
        var (connection, ticket) = (gateway.Cluster.Connection, gateway.Cluster.Ticket);
        Assert.True(await answer.Task);
        Assert.True(await (await gateway.Cluster.Observer).Searches(connection, ticket));
        Assert.False(await (await gateway.Cluster.Observer).Searches(connection, TicketId.New()));
        Assert.False(await (await gateway.Cluster.Observer).Searches(connection with { Generation = connection.Generation + 1 }, ticket));

        await gateway.Cluster.Deliver(connection, new MatchFoundEvent(_match, Tier.Exact, ["go"]));
        await client.Expect("match_found");
        Assert.False(await (await gateway.Cluster.Observer).Searches(connection, ticket));
    }

    [Fact]
    public async Task SilosComeOrGo_WhoeverIsEngagedIsVouchedFor()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:LeaseInterval", "00:00:00.1"));
        await using var idle = await gateway.Join();
        await using var searching = await gateway.Searching();
        var ticket = gateway.Cluster.Ticket;
        var membership = 1;
        gateway.Cluster.Renew = renewal => Task.FromResult(new LeaseGrant(TimeSpan.FromSeconds(30), renewal.Connected, Volatile.Read(ref membership)));
        gateway.Cluster.Assert = Note(AssertOutcome.Known);

        Volatile.Write(ref membership, 2);
        await True(() => !_asserted.IsEmpty, "the searcher was vouched for");
        var assertion = Assert.Single(_asserted);
        Assert.Equal((searching.Session, ticket, Tier.Exact), (assertion.Session.ToString(), assertion.Ticket, assertion.Tier));
        Assert.Null(assertion.Chat);
    }

    [Fact]
    public async Task RoomMoved_IsVouchedForAtOnce_WithWhatThePersonWasTold()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Assert = Note(AssertOutcome.Known);
        await using var client = await gateway.Chatting(_match);
        await client.Say(1, "one");
        await client.Say(2, "two");
        await True(() => gateway.Cluster.Count("room.Post") == 2, "both were posted");
        // the room has the call before the gateway has its answer
        await True(() => gateway.Part<ConnectionTable>().All().Single().Chat!.Accepted == 2, "both answers have come");
        await gateway.Cluster.Deliver(
            gateway.Cluster.Connection,
            new DeliveredEvent(_match, 1),
            new PartnerEvent(_match, Away: true, 5_000),
            new MessageEvent(_match, 1, new PrivateText("hi"), 0, "mac"));
        await client.Expect("delivered");
        await client.Ack(1);
        await True(() => gateway.Cluster.Count("room.Ack") == 1, "it was acknowledged");

        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new RoomMovedEvent(_match));
        await True(() => !_asserted.IsEmpty, "the room was asked for");
        Assert.Equal(new ChatAssertion(_match, Accepted: 2, Delivered: 1, Acked: 1, PartnerAway: true, Given: 1), _asserted.First().Chat);
    }

    /// <summary>The room that took it may be gone, and its answer on the way all the same.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RoomSaysAMessageAgain_ItsAcknowledgementIsPassedOnAgain_AndTheClientIsNotToldTwice(bool whileItIsOnItsWay)
    {
        await using var gateway = await GatewayHost.Start();
        var answer = new TaskCompletionSource();
        gateway.Cluster.Ack = _ => whileItIsOnItsWay ? answer.Task : Task.CompletedTask;
        await using var client = await gateway.Chatting(_match);
        var message = new MessageEvent(_match, 1, new PrivateText("hi"), 0, "mac");
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, message);
        await client.Expect("message");
        await client.Ack(1);
        await True(() => gateway.Cluster.Count("room.Ack") == 1, "it was acknowledged");

        await gateway.Cluster.Deliver(gateway.Cluster.Connection, message);
        answer.SetResult();
        await True(() => gateway.Cluster.Count("room.Ack") == 2, "it was acknowledged again");
        await client.ExpectQuiet();
    }

    /// <summary>What lies between was lost, and comes once more with what follows.</summary>
    [Fact]
    public async Task MessageIsMissing_WhatFollowsIsToldAgainBehindIt()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        foreach (var n in (long[])[1, 3, 2, 3, 2])
        {
            await gateway.Cluster.Deliver(gateway.Cluster.Connection, new MessageEvent(_match, n, new PrivateText("hi"), 0, "mac"));
        }

        foreach (var n in (long[])[1, 3, 2, 3])
        {
            Assert.Equal(n, (await client.Expect("message")).GetProperty("n").GetInt64());
        }

        await client.ExpectQuiet();
    }

    [Theory]
    [InlineData(AssertOutcome.Gone, 4003)]
    [InlineData(AssertOutcome.Superseded, 4401)]
    public async Task SessionIsNotThereOrElsewhere_ConnectionIsClosed(AssertOutcome outcome, int code)
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Assert = Note(outcome);
        await using var client = await gateway.Chatting(_match);
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new RoomMovedEvent(_match));
        await client.ExpectClose(code);
    }

    [Fact]
    public async Task NoAnswer_IsAskedAgain()
    {
        await using var gateway = await GatewayHost.Start();
        gateway.Cluster.Assert = assertion => Note(_asserted.IsEmpty ? AssertOutcome.Unanswered : AssertOutcome.Known)(assertion);
        await using var client = await gateway.Chatting(_match);
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new RoomMovedEvent(_match));

        // a room that moved is asked for twice: the third time is for the answer that did not come
        await True(() => _asserted.Count == 3, "it was asked again");
        await client.ExpectQuiet();
    }

    /// <summary>A cluster that has no time to answer has less if it is asked more; one that has lost a silo is told at once who is there.</summary>
    [Fact]
    public async Task NoAnswerForLong_IsAskedEverMoreSeldom_UntilASiloIsLost()
    {
        var clock = new FakeTimeProvider();
        await using var gateway = await GatewayHost.Start(clock, ("Gateway:AssertInterval", "00:10:00"));
        var asked = new ConcurrentQueue<DateTimeOffset>();
        gateway.Cluster.Assert = _ =>
        {
            asked.Enqueue(clock.GetUtcNow());
            return AssertOutcome.Unanswered;
        };
        await using var client = await gateway.Chatting(_match);
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new RoomMovedEvent(_match));
        await Passes(() => Gaps().LastOrDefault() >= 4.8, "it was asked after 4.8 s");
        Assert.All(Gaps().TakeLast(4).Zip([0.6, 1.2, 2.4, 4.8]), gap => Assert.True(gap.First >= gap.Second, $"{gap.First} s, not {gap.Second} s"));

        var (lostAt, before) = (clock.GetUtcNow(), asked.Count);
        gateway.Part<Reassertion>().AssertAll();
        await Passes(() => asked.Count >= before + 2, "it was asked, and again");
        Assert.InRange(asked.ElementAt(before + 1) - lostAt, TimeSpan.Zero, TimeSpan.FromSeconds(4.8));

        double[] Gaps() => [.. asked.Zip(asked.Skip(1), (earlier, later) => (later - earlier).TotalSeconds)];

        Task Passes(Func<bool> holds, string what) => True(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                return holds();
            },
            what);
    }

    [Fact]
    public async Task BatchLost_MessageGoesToItsRoomByItself()
    {
        await using var gateway = await GatewayHost.Start();
        var tries = 0;
        gateway.Cluster.Post = post => Interlocked.Increment(ref tries) == 1
            ? throw new TimeoutException()
            : Task.FromResult(new PostResult(PostOutcome.Accepted, post.N + 1));
        await using var client = await gateway.Chatting(_match);
        await client.Say(1, "one");
        await client.ExpectQuiet();
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task BatchesOff_MessageGoesToItsRoomByItself()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:BatchSize", "1"));
        await using var client = await gateway.Chatting(_match);
        await client.Say(1, "one");
        await client.ExpectQuiet();
        Assert.Equal(1, gateway.Cluster.Count("room.Post"));
    }

    private Func<SessionAssertion, AssertOutcome> Note(AssertOutcome outcome) => assertion =>
    {
        _asserted.Enqueue(assertion);
        return outcome;
    };
}
