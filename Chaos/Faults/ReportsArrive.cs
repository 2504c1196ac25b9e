using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>Whether PostgreSQL has the reports that were acknowledged.</summary>
internal static class ReportsArrive
{
    /// <summary>Those that have been acknowledged by now are stored within a time.</summary>
    public static async Task Expect(Stage stage, string what, TimeSpan within)
    {
        var cases = await stage.Crowd.Loop.Run(() => stage.Crowd.People.SelectMany(person => person.Reporter.Cases).Distinct().ToArray());
        stage.Say($"{cases.Length} reports were acknowledged");
        await using var database = new Database(stage.Cluster.Postgres);
        await stage.Expect(what, within, async () => await database.Count(cases) == cases.Length);
    }
}
