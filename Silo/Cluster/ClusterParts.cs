using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Whisper.Hosting;

namespace Whisper.Silo.Cluster;

/// <summary>How the silos of a cluster find, watch and serve each other. The figures are measured; docs/operations.md tells what each is for.</summary>
internal static class ClusterParts
{
    public static void Use(ISiloBuilder silo, int siloPort, int gatewayPort)
    {
        silo.Services.AddOptions<ClusterOptions>().Configure<IOptions<ClusterNameOptions>>((cluster, names) =>
            (cluster.ClusterId, cluster.ServiceId) = (names.Value.ClusterId, names.Value.ServiceId));
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<SiloOptions>>((endpoints, options) =>
            Listen(endpoints, ReachableAddress.Find(options.Value.Address), siloPort, gatewayPort));
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // with it, a frozen silo that still accepts connections stays a member for a minute
            membership.EnableConnectionLivenessCheck = false;
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            // by itself half a second: then a healthy silo that gets no processor for 1.5 s is voted out
            membership.MinProbeTimeout = TimeSpan.FromSeconds(0.8);
            membership.NumMissedProbesLimit = 3;
            membership.NumVotesForDeathDeclaration = 2;
            // a silo that was voted out learns it by this
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(3);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.MaxEnqueuedRequestsHardLimit = 1_000;
            // a call of the grain directory that was lost holds up the activation that waits for it: 30 s by itself
            messaging.SystemResponseTimeout = TimeSpan.FromSeconds(5);
            // the last words of a leaving silo's rooms are on their way when its connections close
            messaging.WaitForMessageToBeQueuedForOutboundTime = TimeSpan.FromMilliseconds(250);
        });
        silo.Configure<LoadSheddingOptions>(shedding => shedding.LoadSheddingEnabled = true);
    }

    private static void Listen(EndpointOptions endpoints, IPAddress address, int siloPort, int gatewayPort)
    {
        endpoints.AdvertisedIPAddress = address;
        (endpoints.SiloPort, endpoints.GatewayPort) = (siloPort, gatewayPort);
        // the address that others use may be one that this machine does not know, behind a container's network
        var listen = IPAddress.IsLoopback(address) ? address : IPAddress.Any;
        endpoints.SiloListeningEndpoint = new IPEndPoint(listen, siloPort);
        endpoints.GatewayListeningEndpoint = new IPEndPoint(listen, gatewayPort);
    }
}
