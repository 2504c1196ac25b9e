using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Providers;
using Orleans.Serialization;
using Orleans.Streams;

namespace Whisper.Streaming.Nats;

/// <summary>Adds stream providers on NATS JetStream.</summary>
public static class NatsStreamHosting
{
    /// <summary>Adds a provider to a silo; it refuses to start when NATS cannot be used.</summary>
    public static ISiloBuilder AddNatsStreams(this ISiloBuilder builder, string name, Action<NatsStreamOptions> configure) =>
        builder.AddNatsStreams(name, options => options.Configure(configure));

    /// <summary>Adds a provider to a silo, with options that come from elsewhere.</summary>
    public static ISiloBuilder AddNatsStreams(this ISiloBuilder builder, string name, Action<OptionsBuilder<NatsStreamOptions>> configure)
    {
        _ = new SiloPersistentStreamConfigurator(name, services => builder.ConfigureServices(services), Factory);
        builder.ConfigureServices(services =>
        {
            AddParts(services, name, configure);
            services.AddKeyedSingleton<IMessageDeliveryBackoffProvider>(name, (parts, _) => new OneTry(Options(parts, name)));
            services.AddOptions<StreamPullingAgentOptions>(name).PostConfigure<IOptionsMonitor<NatsStreamOptions>>((agent, options) =>
            {
                // The agent makes one try; the queue's cursor decides about the next. The delay after a failure outlasts this.
                agent.MaxEventDeliveryTime = options.Get(name).RedeliverDelay / 2;
                agent.GetQueueMsgsTimerPeriod = options.Get(name).PollPeriod;
                // a failure in a batch of batches would be everybody's
                agent.BatchContainerBatchSize = 1;
            });
        });
        return builder;
    }

    /// <summary>Adds a provider to a client, for producers.</summary>
    public static IClientBuilder AddNatsStreams(this IClientBuilder builder, string name, Action<NatsStreamOptions> configure) =>
        builder.AddNatsStreams(name, options => options.Configure(configure));

    /// <summary>Adds a provider to a client, with options that come from elsewhere.</summary>
    public static IClientBuilder AddNatsStreams(this IClientBuilder builder, string name, Action<OptionsBuilder<NatsStreamOptions>> configure)
    {
        _ = new ClusterClientPersistentStreamConfigurator(name, builder, Factory);
        builder.ConfigureServices(services => AddParts(services, name, configure));
        return builder;
    }

    private static void AddParts(IServiceCollection services, string name, Action<OptionsBuilder<NatsStreamOptions>> configure)
    {
        configure(services.AddOptions<NatsStreamOptions>(name));
        services.AddOptions<StreamPubSubOptions>(name).PostConfigure<IOptionsMonitor<NatsStreamOptions>>((pubSub, options) =>
            pubSub.PubSubType = options.Get(name).ExplicitSubscriptions ? StreamPubSubType.ExplicitGrainBasedAndImplicit : StreamPubSubType.ImplicitOnly);
        services.AddTransient<IConfigurationValidator>(parts => new NatsStreamOptionsValidator(name, Options(parts, name)));
        services.AddKeyedSingleton(name, (parts, _) => new NatsLink(name, Options(parts, name), parts.GetRequiredService<ILoggerFactory>()));
        services.AddKeyedSingleton(name, (parts, _) => new NatsStreamProbe(parts.GetRequiredKeyedService<NatsLink>(name)));
        services.AddKeyedSingleton(name, (parts, _) => new NatsStreamMetrics(parts.GetRequiredService<IMeterFactory>()));
    }

    private static NatsAdapterFactory Factory(IServiceProvider parts, string name) => new(
        name,
        Options(parts, name),
        parts.GetRequiredKeyedService<NatsLink>(name),
        parts.GetRequiredKeyedService<NatsStreamProbe>(name),
        parts.GetRequiredService<Serializer>(),
        parts.GetRequiredKeyedService<NatsStreamMetrics>(name),
        new NatsStreamLog(parts.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(NatsStreamHosting).Namespace!)));

    private static NatsStreamOptions Options(IServiceProvider parts, string name) => parts.GetRequiredService<IOptionsMonitor<NatsStreamOptions>>().Get(name);

    private sealed class OneTry(NatsStreamOptions options) : IMessageDeliveryBackoffProvider
    {
        public TimeSpan Next(int attempt) => options.RedeliverDelay;
    }
}
