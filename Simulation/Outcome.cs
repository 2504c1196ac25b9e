using Whisper.Simulation.Figures;

namespace Whisper.Simulation;

/// <summary>What a scenario came to.</summary>
/// <param name="Scenario">Which.</param>
/// <param name="Searches">What the searches came to.</param>
/// <param name="Queues">What the queues looked like.</param>
/// <param name="Violations">What must not have happened.</param>
internal sealed record Outcome(Scenario Scenario, SearchFigures Searches, QueueSummary Queues, IReadOnlyList<string> Violations)
{
    /// <summary>How many were connected at the end.</summary>
    public required int Connected { get; init; }

    /// <summary>Calls to grains per search: all of a person's life, from search to end of chat and visit.</summary>
    public required double CallsPerSearch { get; init; }

    /// <summary>Reservations asked for per match: 2 when no proposals meet.</summary>
    public required double ReservationsPerMatch { get; init; }

    /// <summary>Writes to the store per search.</summary>
    public required double WritesPerSearch { get; init; }

    /// <summary>How long the run took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Searches a second.</summary>
    public double SearchesPerSecond => Searches.Begun / Scenario.Counted.TotalSeconds;
}
