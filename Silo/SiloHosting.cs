using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
using Whisper.Grains;
using Whisper.Grains.Delivery;
using Whisper.Grains.Moderation;
using Whisper.Grains.Rooms;
using Whisper.Hosting;
using Whisper.Hosting.Tracing;
using Whisper.Matching;
using Whisper.Sessions;
using Whisper.Silo.Cluster;
using Whisper.Silo.Moderation;
using Whisper.Silo.Stores.Postgres;
using Whisper.Silo.Streams;

namespace Whisper.Silo;

/// <summary>Makes a host a silo.</summary>
public static class SiloHosting
{
    /// <summary>
    /// A silo of the cluster that <c>Whisper:Redis</c> names; without one a silo alone in its process, with everything in
    /// memory. Its two Orleans endpoints use the ports that <c>Whisper:Silo</c> names, else those given here, else free ones.
    /// </summary>
    public static WebApplicationBuilder AddWhisperSilo(this WebApplicationBuilder builder, int siloPort = 0, int gatewayPort = 0)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddOptions(builder.Services);
        builder.Services.AddWhisperGrains().AddWhisperReports(IsOfCluster(builder.Configuration)).AddWhisperTracing(builder.Configuration);

        builder.UseOrleans(silo =>
        {
            siloPort = FreePorts.OrFree(Configured(builder, nameof(SiloOptions.SiloPort)) ?? siloPort);
            gatewayPort = FreePorts.OrFree(Configured(builder, nameof(SiloOptions.GatewayPort)) ?? gatewayPort);
            if (IsOfCluster(builder.Configuration))
            {
                ClusterParts.Use(silo, siloPort, gatewayPort);
                RedisParts.Use(silo);
                StreamParts.Use(silo);
                GuardServices.Add(silo.Services);
            }
            else
            {
                MemoryParts.Use(silo, siloPort, gatewayPort);
            }

            if (TracingHosting.IsTraced(builder.Configuration))
            {
                silo.AddActivityPropagation();
            }

            silo.AddDashboard();
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
        });
        return builder;
    }

    /// <summary>Ends this process when its silo does not stop in time.</summary>
    public static WebApplicationBuilder AddWhisperStopDeadline(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHostedService<StopDeadline>();
        return builder;
    }

    /// <summary>Whether the settings name a cluster; needed before options are.</summary>
    internal static bool IsOfCluster(IConfiguration configuration) =>
        !string.IsNullOrEmpty(configuration[$"{RedisOptions.Section}:{nameof(RedisOptions.Host)}"]);

    /// <summary>A port that is needed before options are; one that cannot be right is left to the validation that lists all problems.</summary>
    private static int? Configured(WebApplicationBuilder builder, string setting) =>
        int.TryParse(builder.Configuration[$"{SiloOptions.Section}:{setting}"], out var port) && port is > 0 and <= SiloOptions.MaxPort ? port : null;

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<MatchingOptions>().BindConfiguration(MatchingOptions.Section).ValidateOnStart();
        services.AddOptions<UserSessionOptions>().BindConfiguration(UserSessionOptions.Section).ValidateOnStart();
        services.AddOptions<RoomOptions>().BindConfiguration(RoomOptions.Section).ValidateOnStart();
        services.AddOptions<LeaseOptions>().BindConfiguration(LeaseOptions.Section).ValidateOnStart();
        services.AddOptions<DeliveryOptions>().BindConfiguration(DeliveryOptions.Section).ValidateOnStart();
        services.AddOptions<SiloOptions>().BindConfiguration(SiloOptions.Section).ValidateOnStart();
        services.AddOptions<ClusterNameOptions>().BindConfiguration(ClusterNameOptions.Section).ValidateOnStart();
        services.AddOptions<RedisOptions>().BindConfiguration(RedisOptions.Section).ValidateOnStart();
        services.AddOptions<NatsOptions>().BindConfiguration(NatsOptions.Section).ValidateOnStart();
        services.AddOptions<PostgresOptions>().BindConfiguration(PostgresOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ClusterNameOptions>, ClusterNameOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<NatsOptions>, NatsOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresOptions>, PostgresOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MatchingOptions>, MatchingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SiloOptions>, SiloOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ModerationOptions>, SharedKeyValidator>());
    }
}
