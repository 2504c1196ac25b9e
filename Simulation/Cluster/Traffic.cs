namespace Whisper.Simulation.Cluster;

/// <summary>What went between the parts.</summary>
internal sealed class Traffic
{
    /// <summary>Calls between grains, and from gateways to grains.</summary>
    public long Calls { get; set; }

    /// <summary>Writes to the store: states and queues.</summary>
    public long Writes { get; set; }

    /// <summary>Events to clients.</summary>
    public long Events { get; set; }
}
