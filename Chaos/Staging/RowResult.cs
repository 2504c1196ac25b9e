using Whisper.Chaos.Checking;

namespace Whisper.Chaos.Staging;

/// <summary>What came out of one run of a row.</summary>
/// <param name="Name">The row.</param>
/// <param name="Title">What happened.</param>
/// <param name="Violations">What was broken.</param>
/// <param name="Criteria">What else was demanded.</param>
/// <param name="Figures">How long things took.</param>
/// <param name="ClientLag">How late the clients' own thread was at worst: none of the figures is finer than that.</param>
/// <param name="Histories">Where the raw histories are.</param>
/// <param name="Error">Why the run could not be finished; null when it was.</param>
internal sealed record RowResult(
    string Name,
    string Title,
    IReadOnlyList<Violation> Violations,
    IReadOnlyList<Criterion> Criteria,
    Figures Figures,
    TimeSpan ClientLag,
    string Histories,
    string? Error)
{
    /// <summary>Whether everything held.</summary>
    public bool Passed => Error is null && Violations.Count == 0 && Criteria.All(criterion => criterion.Met);
}
