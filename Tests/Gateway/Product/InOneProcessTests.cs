using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Product;

/// <summary>A gateway hands a message to a room of its own process without a batch, and the room's words come back the same way.</summary>
[Collection(StandaloneTests.Name)]
public sealed class InOneProcessTests(StandaloneProduct product)
{
    private const int Messages = 20;

    [Fact]
    public async Task Messages_OfAChatInThisProcess_GoByNoBatch()
    {
        var host = (ProductHost)product.Host;
        var (first, second) = await host.Pair();
        await first.Say(1, "the room may still be busy with the match");
        await second.Expect("message");

        var batches = 0;
        using var listener = new MeterListener();
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "whisper.gateway.batch" && instrument.Meter.Scope == meters)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => Interlocked.Increment(ref batches));
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref batches));
        listener.Start();
        for (var n = 2; n <= Messages + 1; n++)
        {
            await first.Say(n, "hi");
            Assert.Equal(n, (await second.Expect("message")).GetProperty("n").GetInt64());
            await second.Ack(n);
            Assert.Equal(n, (await first.Expect("delivered")).GetProperty("n").GetInt64());
        }

        // a room that has something else to do for a moment is asked by a batch, and other chats of this process go on
        Assert.InRange(Volatile.Read(ref batches), 0, Messages / 2);
    }
}
