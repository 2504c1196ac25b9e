using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Whisper.Grains.Matching;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Runtime;
using Whisper.Sessions;
using Whisper.Tests.Gateway.Support;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Matching;

public sealed class InterestBucketCoreTests
{
    private static readonly TimeSpan StaysAMember = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<Ticket> _written = new();
    private readonly ConcurrentQueue<TicketId> _removed = new();
    private volatile bool _isStoreAway;

    [Fact]
    public async Task TierChange_ItsSessionsSiloHasJustDied_IsToldWhenTheSessionIsElsewhere()
    {
        Assert.True(InterestSet.TryCreate(["chess", "go"], out var interests));
        var ticket = new Ticket { Id = TicketId.New(), Session = SessionId.New(), Interests = interests, Since = _time.GetUtcNow() };
        var moved = _time.GetUtcNow() + new MatchingOptions().Tier2After + StaysAMember;
        var told = 0;
        var bucket = Bucket(ticket.Home, FakeCluster.Proxy.Of<IUserSession>((method, _) => (object)(method.Name switch
        {
            nameof(IUserSession.Escalate) when _time.GetUtcNow() < moved => Task.FromException(new IOException("connection refused")),
            nameof(IUserSession.Escalate) => Task.FromResult(Interlocked.Increment(ref told)),
            _ => throw new NotSupportedException(method.Name),
        })));
        await bucket.Join(ticket);
        _time.Advance(new MatchingOptions().Tier2After);
        bucket.OnAlarm();
        await Eventually.True(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(250));
                return Volatile.Read(ref told) == 1;
            },
            "its session was told");
    }

    /// <summary>As after a long pause of the process: of two calls that are under way at once, the later one may arrive first.</summary>
    [Fact]
    public async Task Timeout_TierChangeNotHeardYet_IsToldAfterIt()
    {
        var ticket = Newcomer();
        var heard = new TaskCompletionSource();
        var calls = new ConcurrentQueue<string>();
        var bucket = Bucket(ticket.Home, FakeCluster.Proxy.Of<IUserSession>((method, _) =>
        {
            calls.Enqueue(method.Name);
            return method.Name == nameof(IUserSession.Escalate) ? heard.Task : Task.FromResult(ReserveOutcome.Gone);
        }));
        await bucket.Join(ticket);
        Pass(new MatchingOptions().Timeout, bucket);
        Assert.Equal([nameof(IUserSession.Escalate)], calls);
        heard.SetResult();
        await Eventually.True(() => calls.Count == 2, "its session was told that time is up");
        Assert.Equal([nameof(IUserSession.Escalate), nameof(IUserSession.Expire)], calls);
    }

    [Fact]
    public async Task Enrol_TwoSeekersAtOnce_AreToldOfDifferentPeople()
    {
        var bucket = Bucket(BucketId.Of("chess"), Nobody);
        var (first, second) = (Guest(0), Guest(1));
        await bucket.Enrol(first, []);
        await bucket.Enrol(second, [first.Id]);
        var (oneSeeker, otherSeeker) = (Guest(2), Guest(3));
        Assert.Equal(first, await bucket.Enrol(oneSeeker, []));
        Assert.Equal(second, await bucket.Enrol(otherSeeker, []));
    }

    [Fact]
    public async Task Enrol_OfferThatLedToNothing_IsMadeAgain()
    {
        var bucket = Bucket(BucketId.Of("chess"), Nobody);
        var waiting = Guest(0);
        await bucket.Enrol(waiting, []);
        Assert.Equal(waiting, await bucket.Enrol(Guest(1), []));
        _time.Advance(TimeSpan.FromSeconds(0.3));
        bucket.OnAlarm();
        Assert.Equal(waiting, await bucket.Enrol(Guest(2), []));
    }

    [Fact]
    public async Task Enrol_SomebodyWasOverlookedBecauseOfAnOffer_HasTheHomeSeekAgain()
    {
        var returned = new List<Ticket>();
        var bucket = Bucket(BucketId.Of("chess"), Nobody, FakeCluster.Proxy.Of<IInterestBucket>((method, arguments) =>
        {
            Assert.Equal(nameof(IInterestBucket.Return), method.Name);
            returned.Add((Ticket)arguments[0]!);
            return Task.CompletedTask;
        }));
        var (waiting, seeker, overlooked) = (Guest(0), Guest(1), Guest(2));
        await bucket.Enrol(waiting, []);
        Assert.Equal(waiting, await bucket.Enrol(seeker, []));
        Assert.Null(await bucket.Enrol(overlooked, []));
        _time.Advance(TimeSpan.FromSeconds(0.3));
        bucket.OnAlarm();
        Assert.Contains(waiting, returned);
    }

    [Fact]
    public async Task Join_StillWaitsAfterASecond_IsWrittenToTheQueue()
    {
        var bucket = Bucket(BucketId.Of("chess"), Nobody);
        var ticket = Guest(0);
        await bucket.Join(ticket);
        Assert.Empty(_written);
        Pass(TimeSpan.FromSeconds(1), bucket);
        Assert.Equal([ticket], _written);
    }

    [Fact]
    public async Task Join_MeetsSomebodyWithinASecond_IsNeverWritten()
    {
        var bucket = Bucket(BucketId.Of("chess"), Anybody());
        await bucket.Join(Newcomer());
        await bucket.Join(Newcomer());
        var third = Newcomer();
        await bucket.Join(third);
        Pass(TimeSpan.FromSeconds(1), bucket);
        Assert.Equal([third], _written);
        Assert.Empty(_removed);
    }

    [Fact]
    public async Task Join_WhoWasThereIsGone_IsWrittenAfterASecond()
    {
        var first = Newcomer();
        var bucket = Bucket(BucketId.Of("chess"), Anybody(gone: first.Id));
        await bucket.Join(first);
        var second = Newcomer();
        await bucket.Join(second);
        Pass(TimeSpan.FromSeconds(1), bucket);
        Assert.Equal([second], _written);
    }

    [Fact]
    public async Task Deactivate_SomebodyNotWrittenYet_IsWritten()
    {
        var bucket = Bucket(BucketId.Of("chess"), Nobody);
        var (first, second) = (Guest(0), Guest(0));
        await bucket.Join(first);
        Pass(TimeSpan.FromSeconds(1), bucket);
        await bucket.Join(second);
        await bucket.Deactivate();
        Assert.Equal([first, second], _written);
    }

    /// <summary>One of a pair is reserved elsewhere, by a room that has died perhaps. Else the two propose to each other without end, and their silo does nothing else.</summary>
    [Fact]
    public async Task ReservationThatStandsInTheWay_IsLeftAlone()
    {
        var (first, second) = (Newcomer(), Newcomer());
        var asked = 0;
        var session = FakeCluster.Proxy.Of<IUserSession>((method, arguments) => (object)(method.Name switch
        {
            nameof(IUserSession.Reserve) when ++asked > 100 => throw new InvalidOperationException("asked without end"),
            nameof(IUserSession.Reserve) => Task.FromResult((TicketId)arguments[0]! == first.Id ? ReserveOutcome.Busy : ReserveOutcome.Reserved),
            nameof(IUserSession.Release) => Task.CompletedTask,
            _ => throw new NotSupportedException(method.Name),
        }));
        var bucket = Bucket(BucketId.Of("chess"), session);
        await bucket.Join(first);
        await bucket.Join(second);
        Assert.InRange(asked, 1, 2);

        Pass(TimeSpan.FromMilliseconds(50), bucket);
        Assert.InRange(asked, 3, 6);
    }

    /// <summary>Else the queue keeps interests of searches that are over, for as long as nobody opens the bucket anew.</summary>
    [Fact]
    public async Task SearchThatEndedWhileTheStoreWasAway_IsNotWrittenAfterwards()
    {
        var bucket = Bucket(BucketId.Of("chess"), Anybody());
        var (over, later) = (Newcomer(), Newcomer());
        await bucket.Join(over);
        _isStoreAway = true;
        Pass(TimeSpan.FromSeconds(1), bucket);
        await bucket.Leave(over.Id);
        await bucket.Join(later);
        Pass(TimeSpan.FromSeconds(1), bucket);
        _isStoreAway = false;
        await Eventually.True(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(250));
                return !_written.IsEmpty && !_removed.IsEmpty;
            },
            "the store has all that waited for it");
        Assert.Equal([later], _written);
        Assert.Equal([over.Id], _removed);
    }

    private void Pass(TimeSpan time, InterestBucketCore bucket)
    {
        _time.Advance(time);
        bucket.OnAlarm();
    }

    private static IUserSession Anybody(TicketId? gone = null) => FakeCluster.Proxy.Of<IUserSession>((method, arguments) => (object)(method.Name switch
    {
        nameof(IUserSession.Reserve) => Task.FromResult((TicketId)arguments[0]! == gone ? ReserveOutcome.Gone : ReserveOutcome.Reserved),
        nameof(IUserSession.Release) => Task.CompletedTask,
        _ => throw new NotSupportedException(method.Name),
    }));

    private static IUserSession Nobody => FakeCluster.Proxy.Of<IUserSession>((method, _) => throw new NotSupportedException(method.Name));

    /// <summary>In tier 2, and at home elsewhere.</summary>
    private Ticket Guest(double since)
    {
        Assert.True(InterestSet.TryCreate(["chess", "go", "tea"], out var interests));
        return new Ticket { Id = TicketId.New(), Session = SessionId.New(), Interests = interests, Since = _time.GetUtcNow().AddSeconds(since - 15) };
    }

    /// <summary>In tier 1, and at home here.</summary>
    private Ticket Newcomer()
    {
        Assert.True(InterestSet.TryCreate(["chess", "go"], out var interests));
        return new Ticket { Id = TicketId.New(), Session = SessionId.New(), Interests = interests, Since = _time.GetUtcNow() };
    }

    private Task Written(MethodInfo method, object?[] arguments)
    {
        if (_isStoreAway)
        {
            return Task.FromException(new IOException("connection refused"));
        }

        switch (method.Name)
        {
            case nameof(IBucketQueueStore.Add):
                _written.Enqueue((Ticket)arguments[1]!);
                break;
            case nameof(IBucketQueueStore.Remove):
                _removed.Enqueue((TicketId)arguments[1]!);
                break;
        }

        return Task.CompletedTask;
    }

    private InterestBucketCore Bucket(BucketId id, IUserSession session, IInterestBucket? others = null) => new(id, new BucketServices(
        FakeCluster.Proxy.Of<IBucketQueueStore>(Written),
        FakeCluster.Proxy.Of<IGrainPeers>((method, arguments) => method.Name switch
        {
            nameof(IGrainPeers.Session) => session,
            nameof(IGrainPeers.Room) => FakeCluster.Proxy.Of<IChatRoom>((_, _) => Task.FromResult(OpenOutcome.Opened)),
            // the home of none but this ticket, and no guest of any
            _ => others ?? FakeCluster.Proxy.Of<IInterestBucket>((_, _) => throw new IOException("connection refused")),
        }),
        FakeCluster.Proxy.Of<IAlarm>((_, _) => null),
        FakeCluster.Proxy.Of<IWakeUp>((_, _) => null),
        _time,
        new MatchingOptions(),
        new BucketOptions(),
        new MatchingMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>()),
        NullLogger.Instance));
}
