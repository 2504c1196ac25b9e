namespace Whisper.LoadTest.Scenarios;

/// <summary>The scenarios that there are.</summary>
internal static class AllScenarios
{
    /// <summary>Each of them.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [new IdleScenario(), new ConnectScenario(), new MatchScenario(), new ChatScenario(), new ChurnScenario(), new DayScenario(), new TiersScenario()];

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Scenario Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new ArgumentException($"{name} is no scenario; there are {string.Join(", ", All.Select(scenario => scenario.Name))}.");
}
