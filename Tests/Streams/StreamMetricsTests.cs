using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>What operators can see of streams.</summary>
public sealed class StreamMetricsTests
{
    [Fact]
    public async Task EachThing_IsCounted()
    {
        var counted = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Whisper" && instrument.Name.StartsWith("whisper.streams.", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => counted.AddOrUpdate(instrument.Name, value, (_, was) => was + value));
        listener.Start();

        await using var cluster = await StreamCluster.Start(configure: options => options.Queues = 1);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Inbox.Handle = (stream, _) => stream == "counted-poison" ? throw new InvalidOperationException("poison") : gate.Task;
        await cluster.Send("counted", 1, "a");
        await cluster.Send("counted", 1, "a");
        await cluster.Send("counted-poison", 1);
        await StreamCluster.Until(
            () =>
            {
                listener.RecordObservableInstruments();
                return counted.GetValueOrDefault("whisper.streams.pending") > 0;
            },
            "the depth of the queue was seen");
        gate.SetResult();
        await cluster.UntilEmpty();
        await cluster.JetStream.DeleteConsumerAsync("orleans", "orleans-0", TestContext.Current.CancellationToken);
        await StreamCluster.Until(() => counted.ContainsKey("whisper.streams.restarts"), "the queue was opened anew");

        // other tests of this process may count as well
        Assert.All(["published", "duplicates", "delivered", "redelivered", "dead_letters"], name => Assert.True(counted.GetValueOrDefault($"whisper.streams.{name}") > 0, name));
    }
}
