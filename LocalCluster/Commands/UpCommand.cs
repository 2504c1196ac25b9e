using System.Runtime.InteropServices;
using Whisper.LocalCluster.Servers;
using Whisper.LocalCluster.State;
using Whisper.LocalCluster.Topologies;

namespace Whisper.LocalCluster.Commands;

/// <summary>Starts a cluster; shows how it is until Ctrl+C, which ends it, or returns once all is ready.</summary>
internal static class UpCommand
{
    public static async Task Run(UpOptions options)
    {
        RefuseSecond(options.Folder);
        // not disposed: that would kill what is to live on
        var topology = new Topology(new TopologyOptions { Folder = options.Folder, Silos = options.Silos, Gateways = options.Gateways, Ports = options.Ports() });
        RefuseTakenPorts(topology);

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        try
        {
            await topology.Start(server => Keep(topology, server), stop.Token);
            Summary.Print(topology);
            if (options.Detach)
            {
                return;
            }

            await StatusTable.Show(topology, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl+C during the start
        }
        catch (InvalidOperationException)
        {
            await DownCommand.Run(options.Folder);
            throw;
        }

        await DownCommand.Run(options.Folder);

        void End(PosixSignalContext context)
        {
            // a second Ctrl+C ends this program at once; make cluster-down then ends the rest
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static void RefuseSecond(string folder)
    {
        if (ClusterState.In(folder).Alive().Select(process => process.Name).ToList() is { Count: > 0 } names)
        {
            throw new InvalidOperationException($"A cluster runs already ({string.Join(", ", names)}). End it with make cluster-down.");
        }
    }

    private static void RefuseTakenPorts(Topology topology)
    {
        var taken = topology.All
            .SelectMany(server => ProcessEntry.OtherPorts(server).Values.Prepend(server.Port).Select(port => (server.Name, Port: port)))
            .Where(wanted => Ports.IsTaken(wanted.Port))
            .Select(wanted => $"Port {wanted.Port}, which {wanted.Name} needs, is in use.")
            .ToList();
        if (taken.Count > 0)
        {
            throw new InvalidOperationException(
                $"{string.Join('\n', taken)}\nEnd what listens there, or choose others: HTTP_PORT=8081 HTTPS_PORT=8444 for HAProxy's, PORTS=free for all.");
        }
    }

    private static void Keep(Topology topology, Server server)
    {
        Console.WriteLine($"{server.Name,-12} process {server.Id}, port {server.Port}");
        new ClusterState([.. topology.All.Where(each => each.Process is not null).Select(ProcessEntry.Of)]).SaveIn(topology.Folder);
    }
}
