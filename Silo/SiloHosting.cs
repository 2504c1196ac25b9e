using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Runtime.Hosting;
using Whisper.Grains;
using Whisper.Grains.Delivery;
using Whisper.Grains.Rooms;
using Whisper.Grains.Runtime;
using Whisper.Hosting;
using Whisper.Matching;
using Whisper.Sessions;
using Whisper.Silo.Moderation;
using Whisper.Silo.Stores;
using Whisper.Silo.Stores.Postgres;
using Whisper.Silo.Streams;

namespace Whisper.Silo;

/// <summary>Makes a host a silo.</summary>
public static class SiloHosting
{
    // An activation that is not used for so long goes; a session's or a room's state stays in its store.
    private static readonly TimeSpan CollectionAge = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A silo alone in its process: state, reminders and queues in memory, reports in SQLite. Its two Orleans endpoints
    /// listen on loopback, on the ports that <c>Whisper:Silo</c> names, else on those given here, else on free ones.
    /// </summary>
    public static WebApplicationBuilder AddWhisperSilo(this WebApplicationBuilder builder, int siloPort = 0, int gatewayPort = 0)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddOptions(builder.Services);
        builder.Services.AddWhisperGrains().AddMemoryBucketQueues().AddWhisperReports(IsCluster(builder));

        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                FreePorts.OrFree(Configured(builder, nameof(SiloOptions.SiloPort)) ?? siloPort),
                FreePorts.OrFree(Configured(builder, nameof(SiloOptions.GatewayPort)) ?? gatewayPort));
            silo.Services.AddGrainStorage(StorageNames.State, static (_, _) => new MemoryStateStorage());
            silo.UseInMemoryReminderService();
            silo.AddDashboard();
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = CollectionAge);
        });
        return builder;
    }

    private static bool IsCluster(WebApplicationBuilder builder) => !string.IsNullOrEmpty(builder.Configuration[$"{RedisOptions.Section}:{nameof(RedisOptions.Host)}"]);

    /// <summary>A port that is needed before options are; one that cannot be right is left to the validation that lists all problems.</summary>
    private static int? Configured(WebApplicationBuilder builder, string setting) =>
        int.TryParse(builder.Configuration[$"{SiloOptions.Section}:{setting}"], out var port) && port is > 0 and <= SiloOptions.MaxPort ? port : null;

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<MatchingOptions>().BindConfiguration(MatchingOptions.Section).ValidateOnStart();
        services.AddOptions<UserSessionOptions>().BindConfiguration(UserSessionOptions.Section).ValidateOnStart();
        services.AddOptions<RoomOptions>().BindConfiguration(RoomOptions.Section).ValidateOnStart();
        services.AddOptions<LeaseOptions>().BindConfiguration(LeaseOptions.Section).ValidateOnStart();
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
    }
}
