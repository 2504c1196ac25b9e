using Microsoft.Extensions.Options;
using Whisper.Grains.Events;
using Whisper.Hosting;
using Whisper.Hosting.Start;
using Whisper.Streaming.Nats;

namespace Whisper.Silo.Streams;

/// <summary>The streams of a cluster: reports and platform events wait in JetStream until PostgreSQL has them.</summary>
internal static class StreamParts
{
    // The longest pause decides how soon a store that is back gets what waits; with the most tries it is more than a day
    // and a half until an event is put aside as a dead letter.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private const int MostTries = 10_000;

    // Shorter than a reporter's patience: who hears that a report was not taken files it again.
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromMilliseconds(1_500);

    public static void Use(ISiloBuilder silo)
    {
        silo.AddNatsStreams(StreamNames.Provider, streams => streams.Configure<IOptions<NatsOptions>, IOptions<ClusterNameOptions>>(Configure));
        silo.Services.AddSingleton<IStartCheck, NatsStartCheck>();
        silo.Services.AddSingleton<NatsHealth>();
        silo.Services.AddHealthChecks().AddCheck<NatsHealth>(NatsHealth.Name);
    }

    private static void Configure(NatsStreamOptions streams, IOptions<NatsOptions> nats, IOptions<ClusterNameOptions> names)
    {
        (streams.Url, streams.User, streams.Password, streams.Replicas) = (nats.Value.Url, nats.Value.User, nats.Value.Password, nats.Value.Replicas);
        // as long as what is stored, and not as any one cluster: an event outlives it
        streams.Stream = names.Value.ServiceId;
        streams.Storage = NatsStorage.File;
        streams.MaxDeliver = MostTries;
        streams.MaxRedeliverDelay = LongestPause;
        streams.PublishTimeout = PublishTimeout;
        streams.MessageId = static message => (message as IStreamedMessage)?.MessageId;
    }
}
