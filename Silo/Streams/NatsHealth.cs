using Whisper.Grains.Events;
using Whisper.Hosting.Health;
using Whisper.Streaming.Nats;

namespace Whisper.Silo.Streams;

/// <summary>Not ready while reports cannot be taken.</summary>
internal sealed class NatsHealth([FromKeyedServices(StreamNames.Provider)] NatsStreamProbe probe, TimeProvider clock) : SharedLook(clock)
{
    /// <summary>The check's name.</summary>
    public const string Name = "nats";

    /// <inheritdoc />
    protected override Task<string?> Look() => probe.Problem(CancellationToken.None);
}
