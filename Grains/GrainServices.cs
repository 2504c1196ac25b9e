using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Whisper.Delivery;
using Whisper.Grains.Delivery;
using Whisper.Grains.Events;
using Whisper.Grains.Matching;
using Whisper.Grains.Moderation;
using Whisper.Grains.Rooms;
using Whisper.Grains.Runtime;
using Whisper.Grains.Sessions;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Grains;

/// <summary>What the grains need from their silo's container.</summary>
public static class GrainServices
{
    // An activation that is not used for so long goes, unless its kind says otherwise; a session's or a room's state stays in its store.
    private static readonly TimeSpan CollectionAge = TimeSpan.FromMinutes(5);

    // Who talks needs their room, and their session not before the end: meanwhile it is in the store, and not in memory.
    private static readonly TimeSpan SessionAge = TimeSpan.FromMinutes(1);

    // how much later than that it may go; the ages of all kinds must be longer
    private static readonly TimeSpan CollectionQuantum = TimeSpan.FromSeconds(15);

    // Where grains are, and were, is remembered until there are so many, 230 bytes each: nearly twice what is awake in one of three silos
    // with a million people (docs/scaling.md). By default it is a million, most of them sessions and rooms that are gone.
    private const int DirectoryCache = 500_000;

    /// <summary>
    /// Registers everything but storage: the host adds grain storage named <see cref="StorageNames.State"/>, reminders, an
    /// <see cref="IBucketQueueStore"/>, and what moderation needs.
    /// </summary>
    public static IServiceCollection AddWhisperGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<GrainCollectionOptions>(Collect).Configure<GrainDirectoryOptions>(options => options.CacheSize = DirectoryCache);
        services.TryAddSingleton<IGrainPeers, GrainPeers>();
        services.AddSingleton<DeliveryOutbox>();
        services.AddSingleton<IDeliveryOutbox>(provider => provider.GetRequiredService<DeliveryOutbox>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<DeliveryOutbox>());
        services.AddSingleton<GatewayWatch>();
        services.AddSingleton<IGatewayWatch>(provider => provider.GetRequiredService<GatewayWatch>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<GatewayWatch>());
        services.AddSingleton<MatchingMetrics>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<RoomMetrics>().AddSingleton<LocalRooms>().AddSingleton<IRoomsHere>(provider => provider.GetRequiredService<LocalRooms>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, RoomsLeaveFirst>();
        services.AddSingleton(Sessions).AddSingleton(Rooms);
        services.AddSingleton<EventMetrics>();
        services.TryAddSingleton<IPlatformEvents, CountedEvents>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UserSessionOptions>, UserSessionOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RoomOptions>, RoomOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LeaseOptions>, LeaseOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsValidator>());
        return services;
    }

    /// <summary>Reports go straight into the store, for a single silo.</summary>
    public static IServiceCollection AddDirectReports(this IServiceCollection services) => services.AddSingleton<IReportIntake, DirectReportIntake>();

    /// <summary>
    /// Reports and platform events go over the streams of provider <see cref="StreamNames.Provider"/>, which the host adds, into
    /// an <see cref="IReportStore"/> and an <see cref="IPlatformEventStore"/>.
    /// </summary>
    public static IServiceCollection AddStreamedReportsAndEvents(this IServiceCollection services)
    {
        services.AddSingleton<IEventPublisher, EventPublisher>();
        services.AddSingleton<IReportIntake, StreamReportIntake>();
        services.AddSingleton<EventOutbox>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<EventOutbox>());
        services.Replace(ServiceDescriptor.Singleton<IPlatformEvents>(provider => provider.GetRequiredService<EventOutbox>()));
        return services;
    }

    /// <summary>Bucket queues in this process's memory, for a single silo.</summary>
    public static IServiceCollection AddMemoryBucketQueues(this IServiceCollection services) =>
        services.AddSingleton<IBucketQueueStore, MemoryBucketQueueStore>();

    private static SessionServices Sessions(IServiceProvider services) => new(
        services.GetRequiredService<IGrainPeers>(),
        services.GetRequiredService<IDeliveryOutbox>(),
        services.GetRequiredService<IGatewayWatch>(),
        services.GetRequiredService<IPlatformEvents>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IOptions<UserSessionOptions>>().Value);

    private static RoomServices Rooms(IServiceProvider services) => new(
        services.GetRequiredService<IGrainPeers>(),
        services.GetRequiredService<IDeliveryOutbox>(),
        services.GetRequiredService<IGatewayWatch>(),
        services.GetRequiredService<IEvidenceSigner>(),
        services.GetRequiredService<IPlatformEvents>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IOptions<RoomOptions>>().Value,
        services.GetRequiredService<IOptions<UserSessionOptions>>().Value.Grace,
        services.GetRequiredService<RoomMetrics>());

    private static void Collect(GrainCollectionOptions options)
    {
        (options.CollectionAge, options.CollectionQuantum) = (CollectionAge, CollectionQuantum);
        options.ClassSpecificCollectionAge[typeof(UserSessionGrain).FullName!] = SessionAge;
    }
}
