using Orleans.Runtime.Hosting;
using Whisper.Grains;
using Whisper.Grains.Runtime;
using Whisper.Silo.Stores;

namespace Whisper.Silo.Cluster;

/// <summary>A silo that is alone: state, reminders and queues live as long as its process.</summary>
internal static class MemoryParts
{
    public static void Use(ISiloBuilder silo, int siloPort, int gatewayPort)
    {
        silo.UseLocalhostClustering(siloPort, gatewayPort);
        silo.Services.AddGrainStorage(StorageNames.State, static (_, _) => new MemoryStateStorage());
        silo.UseInMemoryReminderService();
        silo.Services.AddMemoryBucketQueues();
    }
}
