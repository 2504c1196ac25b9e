using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;
using Orleans.Streams;
using Whisper.Streaming.Nats;
using Whisper.Streaming.Nats.Queues;
using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>What of a queue is acknowledged, given what its agent did with it.</summary>
public sealed class EventCacheTests
{
    private static readonly StreamId Stream = StreamId.Create("space", "key");
    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().AddMetrics().BuildServiceProvider();

    private readonly FakeTimeProvider _clock = new();
    private readonly NatsStreamOptions _options;
    private readonly EventCache _cache;
    private ulong _sequence;

    public EventCacheTests()
    {
        _options = new NatsStreamOptions { Clock = _clock, MaxDeliver = 3 };
        _cache = new EventCache(_options, new NatsStreamMetrics(Services.GetRequiredService<IMeterFactory>()));
    }

    [Fact]
    public void Event_IsFinished_OnceItsConsumerAsksForTheNext()
    {
        Add(2);
        using var cursor = Open();
        Assert.True(cursor.MoveNext());
        Assert.Empty(Finished());
        Assert.True(cursor.MoveNext());
        Assert.Equal([1UL], Finished());
        Assert.False(cursor.MoveNext());
        Assert.Equal([2UL], Finished());
    }

    [Fact]
    public void Event_IsNotFinished_WhileAnotherConsumerHasItBeforeIt()
    {
        Add(1);
        using var fast = Open();
        using var slow = Open();
        fast.MoveNext();
        fast.MoveNext();
        Assert.Empty(Finished());
        slow.MoveNext();
        slow.MoveNext();
        Assert.Equal([1UL], Finished());
    }

    [Fact]
    public void Event_IsNotFinished_WhenItsConsumerLeaves()
    {
        Add(1);
        using (var cursor = Open())
        {
            cursor.MoveNext();
        }

        Assert.Empty(Finished());
        Assert.Equal(1, _cache.Count);
    }

    [Fact]
    public void FailedEvent_ComesAgainAfterItsDelay_BeforeTheFollowing()
    {
        Add(2);
        using var cursor = Open();
        cursor.MoveNext();
        cursor.RecordDeliveryFailure();
        Assert.False(cursor.MoveNext());
        Assert.Empty(_cache.Awaited());

        _clock.Advance(_options.RedeliverDelay);
        Assert.Single(_cache.Awaited());
        Assert.Empty(_cache.Awaited());
        Assert.True(cursor.MoveNext());
        Assert.Equal(1, cursor.GetCurrent(out _)!.SequenceToken.SequenceNumber);
        Assert.True(cursor.MoveNext());
        Assert.Equal([1UL], Finished());
    }

    [Fact]
    public void EventThatAlwaysFails_IsDead_AndTheFollowingIsNext()
    {
        Add(2);
        using var cursor = Open();
        cursor.MoveNext();
        for (var failure = 1; failure < _options.MaxDeliver; failure++)
        {
            cursor.RecordDeliveryFailure();
            _clock.Advance(_options.MaxRedeliverDelay);
            Assert.True(cursor.MoveNext());
        }

        cursor.RecordDeliveryFailure();
        Assert.True(cursor.MoveNext());
        Assert.Equal(2, cursor.GetCurrent(out _)!.SequenceToken.SequenceNumber);
        Assert.True(_cache.TryPurgeFromCache(out var finished));
        Assert.NotNull(Assert.IsType<HeldEvent>(Assert.Single(finished)).DeadReason);
    }

    [Fact]
    public void LastEvent_IsFinished_WhenItIsDead()
    {
        _options.MaxDeliver = 1;
        Add(1);
        using var cursor = Open();
        cursor.MoveNext();
        cursor.RecordDeliveryFailure();
        Assert.False(cursor.MoveNext());
        Assert.Equal([1UL], Finished());
    }

    [Fact]
    public void EventWithoutConsumer_WaitsForOne()
    {
        Add(1);
        _clock.Advance(_options.MaxRedeliverDelay);
        Assert.Single(_cache.Awaited());
        using var cursor = Open();
        _clock.Advance(_options.MaxRedeliverDelay);
        Assert.Empty(_cache.Awaited());
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal([1UL], Finished());
    }

    [Fact]
    public void EventWithoutConsumer_IsDeadAfterAsManyLooks()
    {
        Add(1);
        for (var look = 1; look <= _options.MaxDeliver; look++)
        {
            _clock.Advance(_options.MaxRedeliverDelay);
            _cache.Awaited();
        }

        Assert.Equal([1UL], Finished());
        Assert.Equal(0, _cache.Count);
    }

    private LaneCursor Open() => (LaneCursor)_cache.GetCacheCursor(Stream, null);

    private void Add(int count)
    {
        var events = new List<IBatchContainer>();
        for (var added = 0; added < count; added++)
        {
            var batch = new NatsBatchContainer(Stream, ["event"], null, Services.GetRequiredService<Serializer>()) { Token = new((long)++_sequence) };
            events.Add(new HeldEvent(new EventKey(_sequence, _clock.GetUtcNow()), batch, [], "reply", _clock.GetUtcNow()));
        }

        _cache.AddToCache(events);
    }

    private ulong[] Finished() => _cache.TryPurgeFromCache(out var finished) ? [.. finished.Cast<HeldEvent>().Select(held => held.Key.Sequence)] : [];
}
