using Whisper.Simulation.Cluster;
using Whisper.Simulation.People;

namespace Whisper.Simulation;

/// <summary>One run.</summary>
/// <param name="People">Connected at any time, on average.</param>
/// <param name="Tags">Size of the catalogue of interests.</param>
/// <param name="Seed">Decides everything that chance decides.</param>
internal sealed record Scenario(int People, int Tags, int Seed)
{
    /// <summary>Before figures are taken: the first people have all begun as who just came. Default 2 min, whole seconds.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Searches that begin in this time count. Default 30 s, whole seconds.</summary>
    public TimeSpan Counted { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What people do.</summary>
    public Behaviour Behaviour { get; init; } = new();

    /// <summary>How long ways take.</summary>
    public Latencies Latencies { get; init; } = new();
}
