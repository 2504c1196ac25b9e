namespace Whisper.Simulation.Cluster;

/// <summary>How long what leaves a process takes. Stated, not measured: the percentiles of a search are in seconds.</summary>
internal sealed record Latencies
{
    /// <summary>Mean of one way of a call between grains, and of an event to a client: exponential, on top of <see cref="LeastHop"/>. Default 0.4 ms.</summary>
    public TimeSpan Hop { get; init; } = TimeSpan.FromMilliseconds(0.4);

    /// <summary>The least that one way takes. Default 0.1 ms.</summary>
    public TimeSpan LeastHop { get; init; } = TimeSpan.FromMilliseconds(0.1);

    /// <summary>A write, there and back. The same for all, because all travel on one connection in order. Default 1 ms.</summary>
    public TimeSpan Store { get; init; } = TimeSpan.FromMilliseconds(1);
}
