using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Gateway.Hosting;
using Whisper.Grains.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Matching;
using Whisper.Grains.Rooms;
using Whisper.Streaming.Nats;

namespace Whisper.Tests.Deploy;

/// <summary>Every instrument of the product, also of what only a failure counts, under the name that Prometheus knows it by.</summary>
internal static class Instruments
{
    public static IReadOnlySet<string> All()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            // other tests publish theirs meanwhile, on their own threads
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == factory)
                {
                    names.Add(NameOf(instrument));
                }
            },
        };
        var delivery = new DeliveryMetrics(factory);
        delivery.Observe(() => 0, () => 0);
        delivery.ObserveLeases(() => 0);
        new GatewayMetrics(factory).ObserveLease(() => true);
        new EventMetrics(factory).ObserveDepth(() => 0);
        object[] others = [new MatchingMetrics(factory), new RoomMetrics(factory), new NatsStreamMetrics(factory)];
        listener.Start();
        GC.KeepAlive(others);
        return names.Where(name => name.StartsWith("whisper_", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
    }

    // what the exporter makes of them; the test compares it with what it exports
    private static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return instrument.GetType().GetGenericTypeDefinition() == typeof(Counter<>) ? name + "_total" : name;
    }
}
