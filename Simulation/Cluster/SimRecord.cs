using Whisper.Grains.Runtime;
using Whisper.Simulation.Engine;

namespace Whisper.Simulation.Cluster;

/// <summary>A grain's durable state. There is one activation of each grain and no fault here, so that every write succeeds.</summary>
internal sealed class SimRecord<T>(Sleeper sleeper, Latencies latencies, Traffic traffic) : IRecord<T>
    where T : class, new()
{
    public T Value { get; private set; } = new();

    public async Task Save(T next)
    {
        traffic.Writes++;
        await sleeper.For(latencies.Store).ConfigureAwait(false);
        Value = next;
    }

    public async Task Refresh() => await sleeper.For(latencies.Store).ConfigureAwait(false);

    public Task Clear() => Save(new T());
}
