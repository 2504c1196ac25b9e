using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Whisper.Grains.Delivery;
using Whisper.Grains.Matching;
using Whisper.Grains.Rooms;
using Whisper.Grains.Runtime;
using Whisper.Sessions;

namespace Whisper.Grains;

/// <summary>What the grains need from their silo's container.</summary>
public static class GrainServices
{
    /// <summary>
    /// Registers everything but storage: the host adds grain storage named <see cref="StorageNames.State"/>, reminders, an
    /// <see cref="IBucketQueueStore"/>, and what moderation needs.
    /// </summary>
    public static IServiceCollection AddWhisperGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IGrainPeers, GrainPeers>();
        services.AddSingleton<IDeliveryOutbox, DeliveryOutbox>();
        services.AddSingleton<GatewayWatch>();
        services.AddSingleton<IGatewayWatch>(provider => provider.GetRequiredService<GatewayWatch>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<GatewayWatch>());
        services.AddSingleton<MatchingMetrics>();
        services.AddSingleton<DeliveryMetrics>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UserSessionOptions>, UserSessionOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RoomOptions>, RoomOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LeaseOptions>, LeaseOptionsValidator>());
        return services;
    }

    /// <summary>Bucket queues in this process's memory, for a single silo.</summary>
    public static IServiceCollection AddMemoryBucketQueues(this IServiceCollection services) =>
        services.AddSingleton<IBucketQueueStore, MemoryBucketQueueStore>();
}
