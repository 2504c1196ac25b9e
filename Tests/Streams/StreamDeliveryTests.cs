using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>What a stream provider promises while everything runs.</summary>
public sealed class StreamDeliveryTests(StreamDeliveryTests.Shared shared) : IClassFixture<StreamDeliveryTests.Shared>
{
    private StreamCluster Cluster => shared.Cluster;

    private Inbox Inbox => Cluster.Inbox;

    [Fact]
    public async Task Events_OfManyStreams_ArriveOnceAndInOrder()
    {
        const int Streams = 1000;
        const int Events = 100;
        string[] keys = [.. Enumerable.Range(0, Streams).Select(stream => $"many-{stream}")];
        await Task.WhenAll(keys.Select(key => Cluster.SendAll(key, Events)));
        await Cluster.UntilEmpty();
        Assert.All(keys, key => Assert.Equal(Enumerable.Range(0, Events), Inbox.Of(key)));
    }

    [Fact]
    public async Task SlowConsumer_StallsNoOtherStream_AndLosesNothing()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Inbox.Handle = (stream, _) => stream == "slow" ? gate.Task : Task.CompletedTask;
        await Cluster.SendAll("slow", 1000);
        string[] others = [.. Enumerable.Range(0, 20).Select(stream => $"beside-slow-{stream}")];
        await Task.WhenAll(others.Select(key => Cluster.SendAll(key, 20)));
        await StreamCluster.Until(() => others.All(key => Inbox.Of(key).Length == 20), "the others had everything");
        Assert.Empty(Inbox.Of("slow"));

        gate.SetResult();
        await Cluster.UntilEmpty();
        Assert.Equal(Enumerable.Range(0, 1000), Inbox.Of("slow"));
    }

    [Fact]
    public async Task RepeatedEvent_IsDropped_InItsStreamOnly()
    {
        await Cluster.Send("repeated", 1, "a");
        await Cluster.Send("repeated", 1, "a");
        await Cluster.Send("repeated", 2, "b");
        await Cluster.Send("repeated-other", 1, "a");
        await Cluster.UntilEmpty();
        Assert.Equal([1, 2], Inbox.Of("repeated"));
        Assert.Equal([1], Inbox.Of("repeated-other"));
    }

    [Fact]
    public async Task Batch_IsDelivered_WithItsRequestContext()
    {
        RequestContext.Set("shift", 100);
        await Cluster.Stream<Number>("batch").OnNextBatchAsync([new Number(1), new Number(2)]);
        RequestContext.Clear();
        await Cluster.UntilEmpty();
        Assert.Equal([101, 102], Inbox.Of("batch"));
    }

    [Fact]
    public async Task PoisonEvent_IsADeadLetter_AndTheFollowingArrive()
    {
        var tries = 0;
        Inbox.Handle = (stream, value) =>
        {
            if (stream == "poisoned" && value == 3)
            {
                Interlocked.Increment(ref tries);
                throw new InvalidOperationException("poison");
            }

            return Task.CompletedTask;
        };
        await Task.WhenAll(Cluster.SendAll("poisoned", 10), Cluster.SendAll("beside-poisoned", 10));
        await Cluster.UntilEmpty();
        Assert.Equal([0, 1, 2, 4, 5, 6, 7, 8, 9], Inbox.Of("poisoned"));
        Assert.Equal(Enumerable.Range(0, 10), Inbox.Of("beside-poisoned"));
        Assert.Equal(3, tries);
        Assert.Equal("no consumer could handle it", Assert.Single(await Cluster.DeadLetters(), letter => letter.Stream == "numbers/poisoned").Reason);
    }

    [Fact]
    public async Task EventThatFailsAtFirst_ArrivesInOrder()
    {
        var tries = 0;
        Inbox.Handle = (stream, value) =>
            stream == "flaky" && value == 1 && Interlocked.Increment(ref tries) < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        await Cluster.SendAll("flaky", 5);
        await Cluster.UntilEmpty();
        Assert.Equal(Enumerable.Range(0, 5), Inbox.Of("flaky"));
    }

    [Fact]
    public async Task UnreadableEvent_IsADeadLetter_AndTheFollowingArrive()
    {
        await Cluster.Stream<object>("unreadable").OnNextAsync(new Unreadable { Value = 1 });
        await Cluster.Stream<object>("unreadable").OnNextAsync(new Number(2));
        await Cluster.JetStream.PublishAsync("orleans.0", "not an event", cancellationToken: TestContext.Current.CancellationToken);
        await Cluster.UntilEmpty();
        Assert.Equal([2], Inbox.Of("unreadable"));
        var letters = await Cluster.DeadLetters();
        Assert.StartsWith("it cannot be read", Assert.Single(letters, letter => letter.Stream == "numbers/unreadable").Reason, StringComparison.Ordinal);
        Assert.StartsWith("it is no event", Assert.Single(letters, letter => letter.Stream.Length == 0).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventWithoutConsumer_IsADeadLetter()
    {
        await Cluster.Stream<Number>("nobody", "unheard").OnNextAsync(new Number(1));
        await Cluster.UntilEmpty();
        Assert.Equal("its stream has no consumer", Assert.Single(await Cluster.DeadLetters(), letter => letter.Stream == "unheard/nobody").Reason);
    }

    public sealed class Shared : IAsyncLifetime
    {
        public StreamCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await StreamCluster.Start(silos: 2);

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
