using Whisper.Grains.Events;
using Whisper.Hosting.Start;
using Whisper.Streaming.Nats;

namespace Whisper.Silo.Streams;

/// <summary>A silo does not start before its streams can: it could take no report.</summary>
internal sealed class NatsStartCheck([FromKeyedServices(StreamNames.Provider)] NatsStreamProbe probe, TimeProvider clock) : IStartCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    public string Name => "nats";

    /// <inheritdoc />
    public async Task<string?> Problem(CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (await probe.Problem(cancellation) is { } problem)
        {
            if (clock.GetElapsedTime(began) >= Patience)
            {
                return problem;
            }

            await Task.Delay(Pause, clock, cancellation);
        }

        return null;
    }
}
