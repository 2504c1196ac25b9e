namespace Whisper.Simulation.Cluster;

/// <summary>What one bucket has had to do.</summary>
internal sealed class BucketLoad
{
    /// <summary>Searches whose home it is.</summary>
    public long Joins { get; set; }

    /// <summary>All calls that came to it.</summary>
    public long Calls { get; set; }

    /// <summary>Tickets that wait in it now and whose home it is.</summary>
    public int Waiting { get; set; }
}
