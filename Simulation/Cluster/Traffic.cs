namespace Whisper.Simulation.Cluster;

/// <summary>What went between the parts.</summary>
internal sealed record Traffic
{
    /// <summary>Calls between grains, and from gateways to grains.</summary>
    public long Calls { get; set; }

    /// <summary>Writes to the store: states and queues.</summary>
    public long Writes { get; set; }

    /// <summary>Reservations that were asked for: two of a match, more where proposals meet.</summary>
    public long Reservations { get; set; }

    /// <summary>Events to clients.</summary>
    public long Events { get; set; }
}
