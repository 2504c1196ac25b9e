namespace Whisper.LocalCluster.Topologies;

/// <summary>Which port everything listens on, on 127.0.0.1. Numbers of silos and gateways begin with 1.</summary>
/// <param name="Redis">Of Redis.</param>
/// <param name="Nats">Of NATS.</param>
/// <param name="Postgres">Of PostgreSQL.</param>
/// <param name="Http">HAProxy's plain one.</param>
/// <param name="Https">HAProxy's with TLS.</param>
/// <param name="ProxyStatus">HAProxy's own metrics.</param>
/// <param name="SiloAdmin">A silo's health, metrics and dashboard.</param>
/// <param name="SiloPeers">A silo's for other silos.</param>
/// <param name="SiloClients">A silo's for gateways.</param>
/// <param name="Gateway">A gateway's for HAProxy.</param>
public sealed record PortPlan(
    int Redis,
    int Nats,
    int Postgres,
    int Http,
    int Https,
    int ProxyStatus,
    Func<int, int> SiloAdmin,
    Func<int, int> SiloPeers,
    Func<int, int> SiloClients,
    Func<int, int> Gateway)
{
    /// <summary>Ports that nobody listens on now.</summary>
    public static PortPlan Free => new(
        Whisper.LocalCluster.Ports.Free(), Whisper.LocalCluster.Ports.Free(), Whisper.LocalCluster.Ports.Free(), Whisper.LocalCluster.Ports.Free(), Whisper.LocalCluster.Ports.Free(), Whisper.LocalCluster.Ports.Free(),
        _ => Whisper.LocalCluster.Ports.Free(), _ => Whisper.LocalCluster.Ports.Free(), _ => Whisper.LocalCluster.Ports.Free(), _ => Whisper.LocalCluster.Ports.Free());

    /// <summary>The same ports each time, none of which is the usual one of a server that the machine may run already.</summary>
    public static PortPlan Fixed(int http = 8080, int https = 8443) => new(
        16379, 14222, 15432, http, https, 18404,
        number => 18100 + number, number => 11100 + number, number => 12100 + number, number => 18000 + number);
}
