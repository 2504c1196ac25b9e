using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using StackExchange.Redis;
using Whisper.Hosting;
using Whisper.Hosting.Redis;
using Whisper.Hosting.Tracing;
using OrleansGateways = Orleans.Configuration.GatewayOptions;

namespace Whisper.Gateway.Cluster;

/// <summary>Makes a gateway's process a client of the cluster that <c>Whisper:Redis</c> names, or of the one silo of this machine.</summary>
public static class ClusterClient
{
    /// <summary>Adds the client. It goes on trying for as long as the cluster is away, while the gateway says that it is not ready.</summary>
    public static WebApplicationBuilder AddWhisperClusterClient(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddOptions(builder.Services);
        builder.UseOrleansClient(client =>
        {
            if (string.IsNullOrEmpty(builder.Configuration[$"{RedisOptions.Section}:{nameof(RedisOptions.Host)}"]))
            {
                client.UseLocalhostClustering();
            }
            else
            {
                UseRedis(client);
            }

            if (TracingHosting.IsTraced(builder.Configuration))
            {
                client.AddActivityPropagation();
            }

            client.UseConnectionRetryFilter<KeepTrying>();
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(3));
            // a frozen silo is called until the list of silos is read again
            client.Configure<OrleansGateways>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        });

        // the client's start ends when the cluster answers; health must be served before
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        return builder;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<ClusterNameOptions>().BindConfiguration(ClusterNameOptions.Section).ValidateOnStart();
        services.AddOptions<RedisOptions>().BindConfiguration(RedisOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ClusterNameOptions>, ClusterNameOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>());
    }

    private static void UseRedis(IClientBuilder client)
    {
        client.Services.TryAddSingleton<RedisConnection>();
        client.Services.TryAddSingleton(TimeProvider.System);
        client.Services.AddSingleton<RedisHealth>().AddSingleton<WipedHealth>().AddHealthChecks()
            .AddCheck<RedisHealth>(RedisHealth.Name)
            .AddCheck<WipedHealth>(WipedHealth.Name);
        client.UseRedisClustering(_ => { });
        client.Services.AddOptions<RedisClusteringOptions>().Configure<RedisConnection>((options, redis) =>
        {
            options.ConfigurationOptions = redis.Settings;
            options.CreateMultiplexer = _ => Shared(redis);
        });
        client.Services.AddOptions<ClusterOptions>().Configure<IOptions<ClusterNameOptions>>((cluster, names) =>
            (cluster.ClusterId, cluster.ServiceId) = (names.Value.ClusterId, names.Value.ServiceId));
    }

    private static async Task<(IConnectionMultiplexer, bool IsShared)> Shared(RedisConnection redis) => (await redis.Get(), true);
}
