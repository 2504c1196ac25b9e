using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Whisper.Grains.Events;
using Whisper.Grains.Moderation;
using Whisper.Matching;
using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>The outbox keeps what it can, drops the rest, and holds up neither a grain nor the end of a silo.</summary>
public sealed class EventOutboxTests : IDisposable
{
    private readonly Publisher _publisher = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly EventOutbox _outbox;

    public EventOutboxTests() =>
        _outbox = new EventOutbox(_publisher, new EventMetrics(_services.GetRequiredService<IMeterFactory>()), _time, NullLogger<EventOutbox>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _outbox.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Stop_PublishesWhatWaits()
    {
        Publish(250);
        await _outbox.Start(Cancellation);
        await _outbox.Stop(Cancellation);
        Assert.Equal(250, _publisher.Taken.SelectMany(batch => batch.Events).Distinct().Count());
        Assert.All(_publisher.Taken, batch => Assert.InRange(batch.Events.Length, 1, 100));
    }

    [Fact]
    public async Task Publish_OneAfterTheOther_GoTogether()
    {
        await _outbox.Start(Cancellation);
        Publish(1);
        Publish(1);
        while (_publisher.Taken.Count == 0)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(2, Assert.Single(_publisher.Taken).Events.Length);
        await _outbox.Stop(Cancellation);
    }

    [Fact]
    public async Task Publish_WhileTheStreamFails_IsRepeatedUnderOneMessageId()
    {
        _publisher.Failures = 3;
        Publish(1);
        await _outbox.Start(Cancellation);
        while (_publisher.Taken.Count == 0)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal(4, _publisher.Ids.Count);
        Assert.Single(_publisher.Ids.Distinct());
        await _outbox.Stop(Cancellation);
    }

    [Fact]
    public async Task Publish_MoreThanItHolds_DropsWithoutWaiting()
    {
        Publish(EventOutbox.Capacity + 5);
        await _outbox.Start(Cancellation);
        await _outbox.Stop(Cancellation);
        Assert.Equal(EventOutbox.Capacity, _publisher.Taken.Sum(batch => batch.Events.Length));
    }

    [Fact]
    public async Task Stop_StreamStaysAway_GivesUp()
    {
        _publisher.Failures = int.MaxValue;
        Publish(1);
        await _outbox.Start(Cancellation);
        var stop = _outbox.Stop(Cancellation);
        while (!stop.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stop;
        Assert.Empty(_publisher.Taken);
    }

    private void Publish(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _outbox.Publish(new SearchTimedOut(DateTimeOffset.UnixEpoch, TicketId.New(), TimeSpan.FromSeconds(30)));
        }
    }

    private sealed class Publisher : IEventPublisher
    {
        public List<PlatformEventBatch> Taken { get; } = [];

        public List<string> Ids { get; } = [];

        public int Failures { get; set; }

        public Task Publish(PlatformEventBatch batch)
        {
            Ids.Add(batch.MessageId);
            if (Failures-- > 0)
            {
                throw new IOException("no stream");
            }

            Taken.Add(batch);
            return Task.CompletedTask;
        }

        public Task Publish(StoredReport report) => throw new NotSupportedException();
    }
}
