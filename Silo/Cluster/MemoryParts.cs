using System.Net;
using Orleans.Runtime.Hosting;
using Whisper.Grains;
using Whisper.Grains.Runtime;
using Whisper.Silo.Stores;

namespace Whisper.Silo.Cluster;

/// <summary>A silo that is alone, or with others of its process: state, reminders and queues live as long as that.</summary>
internal static class MemoryParts
{
    /// <summary>Uses them; with others those of <paramref name="primary"/> are joined, and <paramref name="states"/> are everybody's.</summary>
    public static void Use(ISiloBuilder silo, int siloPort, int gatewayPort, IPEndPoint? primary = null, MemoryStateStorage? states = null)
    {
        silo.UseLocalhostClustering(siloPort, gatewayPort, primary);
        silo.Services.AddGrainStorage(StorageNames.State, (_, _) => states ?? new MemoryStateStorage());
        silo.UseInMemoryReminderService();
        silo.Services.AddMemoryBucketQueues();
    }
}
