using System.Collections.Concurrent;
using System.Collections.Immutable;
using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Sessions;

/// <summary>Resuming a session that the cluster knows.</summary>
public sealed class ClusterResumeTests
{
    private readonly MatchId _match = MatchId.New();

    private static ChatSnapshot Snapshot(params ClientEvent[] backlog) => new()
    {
        Tier = Tier.Exact,
        Shared = ["chess", "go"],
        Accepted = 4,
        Received = 2,
        Backlog = [.. backlog],
    };

    [Fact]
    public async Task Searching_GoesOnWithItsClock()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Searching();
        gateway.Cluster.Resume = _ => Resumed(SessionStatus.Searching, search: new SearchingEvent(TicketId.New(), Tier.Overlap, 12_345));
        await using var back = await client.ComeBack();
        Assert.Equal((true, "searching"), (back.Resumed, back.State));
        Assert.Equal("""{"type":"searching","tier":2,"waitedMs":12345,"tier2AtMs":10000,"timeoutAtMs":30000}""", (await back.Expect("searching")).GetRawText());
        await back.Send(new { type = "cancel_match" });
        await back.Expect("match_cancelled");
    }

    [Fact]
    public async Task Chatting_SendsAgainAllThatIsNotDelivered_StaysWithinTheFrameLimit()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        gateway.Cluster.Resume = _ => Resumed(SessionStatus.Chatting, _match);
        gateway.Cluster.Attach = _ => Task.FromResult<ChatSnapshot?>(Snapshot() with { Accepted = 64 });
        gateway.Cluster.Post = post => Task.FromResult(new PostResult(PostOutcome.Repeat, 65));
        await using var back = await client.ComeBack();
        for (var n = 1; n <= 64; n++)
        {
            await back.Say(n, "again");
        }

        await back.Send(new { type = "ping" });
        await back.Expect("pong");
    }

    [Fact]
    public async Task Chatting_RoomThatKnowsNothing_EveryLaterOneIsToldFromWhichMessageOnTheyWereNotDelivered()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        gateway.Cluster.Resume = _ => Resumed(SessionStatus.Chatting, _match);
        gateway.Cluster.Attach = _ => Task.FromResult<ChatSnapshot?>(Snapshot() with { Accepted = 0, Delivered = null });
        var posted = new ConcurrentQueue<Post>();
        gateway.Cluster.Post = post =>
        {
            posted.Enqueue(post);
            return Task.FromResult(new PostResult(PostOutcome.Accepted, post.N + 1));
        };
        await using var back = await client.ComeBack();
        await back.Say(9, "first that was not delivered");
        await back.Say(10, "next");
        await True(() => posted.Count == 2, "both reached the room");
        Assert.Equal([(9, 8), (10, 8)], posted.Select(post => (post.N, post.Delivered)));
    }

    [Fact]
    public async Task Chatting_BacklogFollowsTheWelcomeAndWhatCameMeanwhileFollowsIt()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        gateway.Cluster.Resume = _ => Resumed(SessionStatus.Chatting, _match);
        gateway.Cluster.Attach = async request =>
        {
            Assert.Equal((2, 7), (request.Received, request.Epoch));
            await gateway.Cluster.Deliver(request.Connection, new MessageEvent(_match, 4, new PrivateText("d"), 4, "m"));
            return Snapshot(new DeliveredEvent(_match, 3), new MessageEvent(_match, 3, new PrivateText("c"), 3, "m"), new PartnerEvent(_match, true, 9_000));
        };
        await using var back = await client.ComeBack(received: 2);
        Assert.Equal((true, "chatting"), (back.Resumed, back.State));
        Assert.Equal(
            $$"""{"match":"{{_match}}","tier":1,"shared":["chess","go"],"accepted":4,"received":2}""", back.Welcome.GetProperty("chat").GetRawText());
        await back.Expect("delivered");
        Assert.Equal(3, (await back.Expect("message")).GetProperty("n").GetInt64());
        await back.Expect("partner");
        Assert.Equal(4, (await back.Expect("message")).GetProperty("n").GetInt64());
        await back.ExpectQuiet();
    }

    [Fact]
    public async Task EndedWhileAway_IsToldAfterTheWelcomeOnce()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        var ended = new ChatEndedEvent(_match, ChatEndReason.PartnerLeft);
        gateway.Cluster.Resume = async request =>
        {
            await gateway.Cluster.Deliver(request.Connection, ended);
            return await Resumed(SessionStatus.Idle, ended: ended);
        };
        await using var back = await client.ComeBack();
        Assert.Equal((true, "idle"), (back.Resumed, back.State));
        await back.Expect("chat_ended");
        await back.ExpectQuiet();
    }

    [Fact]
    public async Task EndedOnTheWayBack_IsToldAfterTheWelcome()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        gateway.Cluster.Resume = _ => Resumed(SessionStatus.Chatting, _match);
        gateway.Cluster.Attach = _ => Task.FromResult<ChatSnapshot?>(Snapshot() with { Ended = new ChatEndedEvent(_match, ChatEndReason.PartnerLost) });
        await using var back = await client.ComeBack();
        Assert.Equal("idle", back.State);
        Assert.Equal("partner_lost", (await back.Expect("chat_ended")).GetProperty("reason").GetString());
        await back.Find("chess", "go");
        await back.Expect("searching");
    }

    [Fact]
    public async Task RoomThatKnowsNothing_IsIdleAndALateEndIsStillTold()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        gateway.Cluster.Resume = _ => Resumed(SessionStatus.Chatting, _match);
        await using var back = await client.ComeBack();
        Assert.Equal((true, "idle"), (back.Resumed, back.State));
        await back.ExpectQuiet();
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new ChatEndedEvent(_match, ChatEndReason.Moderated));
        await back.Expect("chat_ended");
    }

    [Fact]
    public async Task Banned_IsAnErrorAnd4403()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Searching();
        gateway.Cluster.Resume = _ => Task.FromResult(new ResumeResult { Outcome = ResumeOutcome.Banned });
        await using var back = await gateway.Connect();
        await back.Send(new { type = "hello", resume = client.Token });
        await back.ExpectError("banned", "hello");
        await back.ExpectClose(4403);
    }

    [Fact]
    public async Task Unknown_IsSimplyANewSession()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Searching();
        await using var back = await client.ComeBack();
        Assert.Equal((false, "idle"), (back.Resumed, back.State));
        Assert.NotEqual(client.Session, back.Session);
    }

    [Fact]
    public async Task ClusterThatDoesNotAnswer_Is4003()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:CallRetryFor", "00:00:00.1"));
        await using var client = await gateway.Searching();
        gateway.Cluster.Resume = _ => throw new TimeoutException();
        await using var back = await gateway.Connect();
        await back.Send(new { type = "hello", resume = client.Token });
        await back.ExpectError("overloaded", "hello");
        await back.ExpectClose(4003);
    }

    [Fact]
    public async Task SocketLostDuringTheResume_IsDetachedAfterwards()
    {
        await using var gateway = await GatewayHost.Start(("Gateway:HelloTimeout", "00:00:05"));
        await using var client = await gateway.Searching();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource<ResumeResult>());
        gateway.Cluster.Resume = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };
        var detached = new List<(long? Epoch, bool Heard)>();
        gateway.Cluster.Detach = departure =>
        {
            detached.Add((departure.Epoch, departure.Heard));
            return Task.FromResult<SeatReference?>(new SeatReference(_match, 7));
        };
        var back = await gateway.Connect();
        await back.Send(new { type = "hello", resume = client.Token });
        await asked.Task;
        await gateway.Cluster.Deliver(gateway.Cluster.Connection, new CloseEvent(CloseCause.Banned));
        await back.ExpectError("banned");
        await back.ExpectClose(4403);
        Assert.Empty(detached);
        answer.SetResult(await Resumed(SessionStatus.Idle));
        await True(() => gateway.Cluster.Count("room.Detach") == 1, "session and room were told");
        Assert.Equal([(7, false)], detached);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SocketLost_TellsWhetherAnythingWasHeard(bool speaks)
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Chatting(_match);
        gateway.Cluster.Resume = _ => Resumed(SessionStatus.Chatting, _match);
        gateway.Cluster.Attach = _ => Task.FromResult<ChatSnapshot?>(Snapshot());
        var detached = new List<bool>();
        gateway.Cluster.Detach = departure =>
        {
            detached.Add(departure.Heard);
            return Task.FromResult<SeatReference?>(null);
        };
        var back = await client.ComeBack();
        if (speaks)
        {
            await back.ExpectQuiet();
        }

        back.Raw.Drop();
        await True(() => detached.Count == 1, "the session was told");
        Assert.Equal([speaks], detached);
    }

    [Fact]
    public async Task HashesAlone_ReachTheCluster()
    {
        await using var gateway = await GatewayHost.Start();
        var hashes = ImmutableList<byte[]>.Empty;
        gateway.Cluster.Find = request =>
        {
            hashes = hashes.Add(request.Attachment.TokenHash);
            return Task.FromResult(IntentOutcome.Done);
        };
        gateway.Cluster.Resume = request =>
        {
            hashes = hashes.Add(request.PresentedHash).Add(request.NextHash);
            return Resumed(SessionStatus.Idle);
        };
        await using var client = await gateway.Searching();
        await using var back = await client.ComeBack();
        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[1], hashes[2]);
        var secret = System.Buffers.Text.Base64Url.DecodeFromChars(client.Token).AsSpan(16).ToArray();
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(secret), hashes[0]);
    }

    private static Task<ResumeResult> Resumed(SessionStatus status, MatchId? match = null, SearchingEvent? search = null, ChatEndedEvent? ended = null) =>
        Task.FromResult(new ResumeResult
        {
            Outcome = ResumeOutcome.Resumed,
            Epoch = 7,
            Status = status,
            Match = match,
            Search = search,
            EndedWhileAway = ended,
        });
}
