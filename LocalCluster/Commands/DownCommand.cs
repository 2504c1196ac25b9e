using Whisper.LocalCluster.State;

namespace Whisper.LocalCluster.Commands;

/// <summary>Ends the cluster of a folder by the ids that were kept.</summary>
internal static class DownCommand
{
    public static async Task Run(string folder)
    {
        var state = ClusterState.In(folder);
        if (!state.Alive().Any())
        {
            Console.WriteLine("No cluster runs.");
        }

        await Shutdown.End(state, process => Console.WriteLine($"{process.Name,-12} has ended"));
        ClusterState.ForgetIn(folder);
    }
}
