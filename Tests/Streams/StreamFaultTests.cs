using System.Collections.Concurrent;
using NATS.Client.JetStream;
using Whisper.Streaming.Nats;
using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>What a stream provider promises while its surroundings fail.</summary>
public sealed class StreamFaultTests
{
    private const int Streams = 20;
    private const int Events = 200;

    private static readonly string[] Keys = [.. Enumerable.Range(0, Streams).Select(stream => $"fault-{stream}")];

    [Fact]
    public async Task SiloKilled_EveryEventArrivesInOrder()
    {
        await using var cluster = await StreamCluster.Start(silos: 3);
        await Break(cluster, () => cluster.KillSilo(1));
    }

    [Fact]
    public async Task SiloStops_EveryEventArrivesInOrder()
    {
        await using var cluster = await StreamCluster.Start(silos: 3);
        await Break(cluster, () => cluster.Orleans.StopSiloAsync(cluster.Orleans.Silos[1]), waitsForConsumers: true);
    }

    [Fact]
    public async Task SiloJoins_EveryEventArrivesInOrder()
    {
        await using var cluster = await StreamCluster.Start(silos: 2);
        await Break(cluster, () => cluster.Orleans.StartAdditionalSiloAsync());
    }

    [Fact]
    public async Task BrokerKilledAndStartedAgain_EveryEventArrivesInOrder()
    {
        await using var cluster = await StreamCluster.Start(silos: 2);
        await Break(cluster, async () =>
        {
            await cluster.Server.Kill();
            await StreamCluster.Until(async () => await cluster.Probe.Problem(TestContext.Current.CancellationToken) is not null, "the probe noticed");
            await cluster.Server.Start(TestContext.Current.CancellationToken);
        });
        Assert.Null(await cluster.Probe.Problem(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ConsumerDeletedOnTheServer_IsMadeAnew()
    {
        await using var cluster = await StreamCluster.Start(configure: options => options.Queues = 1);
        await cluster.SendAll("before", 1);
        await cluster.UntilEmpty();
        await cluster.JetStream.DeleteConsumerAsync("orleans", "orleans-0", TestContext.Current.CancellationToken);
        await cluster.SendAll("after", 10);
        await cluster.UntilEmpty();
        Assert.Equal(Enumerable.Range(0, 10), cluster.Inbox.Of("after"));
    }

    [Fact]
    public async Task EventsThatWentAstray_AreFetchedAgain()
    {
        await using var cluster = await StreamCluster.Start(configure: options => options.Queues = 1);
        await cluster.SendAll("before", 1);
        await cluster.UntilEmpty();

        // another reader of the same consumer takes some of the events, and says nothing
        var cancellation = TestContext.Current.CancellationToken;
        var thief = await cluster.JetStream.GetConsumerAsync("orleans", "orleans-0", cancellation);
        var stolen = thief.NextAsync<byte[]>(opts: new NatsJSNextOpts { Expires = TimeSpan.FromSeconds(30) }, cancellationToken: cancellation).AsTask();
        for (var value = 0; !stolen.IsCompleted; value++)
        {
            await cluster.Send("stolen", value);
            await StreamCluster.Until(() => stolen.IsCompleted || cluster.Inbox.Of("stolen").Length > value, "the event was at one or the other");
        }

        await cluster.UntilEmpty();
        var seen = cluster.Inbox.Of("stolen");
        Assert.Equal(Enumerable.Range(0, seen.Length), seen);
    }

    [Fact]
    public async Task StreamLostOnTheServer_IsMadeAnew()
    {
        await using var cluster = await StreamCluster.Start(configure: options => options.Queues = 1);
        await cluster.SendAll("before", 3);
        await cluster.UntilEmpty();
        await cluster.JetStream.DeleteStreamAsync("orleans", TestContext.Current.CancellationToken);
        await cluster.SendAll("after", 3);
        await cluster.UntilEmpty();
        Assert.Equal([0, 1, 2], cluster.Inbox.Of("after"));
    }

    [Fact]
    public async Task BrokerDown_TheProducerIsTold()
    {
        await using var cluster = await StreamCluster.Start(configure: options => options.PublishTimeout = TimeSpan.FromMilliseconds(500));
        await cluster.Server.Kill();
        var told = await Assert.ThrowsAsync<NatsStreamException>(() => cluster.Send("never", 1));
        Assert.Contains("did not store an event", told.Message, StringComparison.Ordinal);
    }

    /// <summary>Breaks something while every consumer is at an event, more wait behind it, and others are being sent.</summary>
    private static async Task Break(StreamCluster cluster, Func<Task> something, bool waitsForConsumers = false)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new ConcurrentDictionary<string, bool>();
        cluster.Inbox.Handle = (stream, value) =>
        {
            stopped.AddOrUpdate(stream, value == Events / 4, (_, was) => was || value == Events / 4);
            return value == Events / 4 ? gate.Task : Task.CompletedTask;
        };
        await SendAll(cluster, 0);
        await StreamCluster.Until(() => stopped.Values.Count(isStopped => isStopped) == Streams, "every consumer was at its event");

        var sending = SendAll(cluster, Events / 2);
        var breaking = something();
        if (!waitsForConsumers)
        {
            await breaking;
        }

        gate.SetResult();
        await breaking;
        await sending;
        await cluster.UntilEmpty();
        Assert.All(Keys, key => AssertAllInOrder(cluster.Inbox.Of(key)));
    }

    private static Task SendAll(StreamCluster cluster, int first) => Task.WhenAll(Keys.Select(async key =>
    {
        foreach (var value in Enumerable.Range(first, Events / 2))
        {
            while (!await TrySend(cluster, key, value))
            {
            }
        }
    }));

    private static async Task<bool> TrySend(StreamCluster cluster, string key, int value)
    {
        try
        {
            await cluster.Send(key, value, $"{value}");
            return true;
        }
        catch (NatsStreamException)
        {
            return false;
        }
    }

    /// <summary>An event may come again, but none before all the earlier ones came.</summary>
    private static void AssertAllInOrder(int[] seen) => Assert.Equal(Enumerable.Range(0, Events), seen.Distinct());
}
