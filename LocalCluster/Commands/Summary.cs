using Whisper.LocalCluster.Topologies;

namespace Whisper.LocalCluster.Commands;

/// <summary>What somebody wants to know who has just started a cluster.</summary>
internal static class Summary
{
    public static void Print(Topology topology)
    {
        Console.WriteLine($"""

            All is ready.
              people      {topology.Proxy.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)} and {topology.Proxy.TlsUrl} (its certificate is signed by itself)
              operators   {string.Join(", ", topology.Silos.Select(silo => $"{silo.Url}/dashboard"))}
              HAProxy     http://127.0.0.1:{topology.Proxy.StatusPort}/metrics
              logs        {topology.Logs}
              end it      make cluster-down

            """);
    }
}
