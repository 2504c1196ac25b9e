using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>
/// Holds connections whose session has begun and that do nothing but answer pings: what one costs in memory, by the slope
/// between levels, and in processor time.
/// </summary>
internal sealed class IdleScenario : Scenario
{
    private const int DefaultUsers = 18_000;
    private const int FirstLevel = 2_000;
    private const int Steps = 4;

    /// <inheritdoc />
    public override string Name => "idle";

    /// <inheritdoc />
    public override string Summary => "hold N connections: bytes and processor time of each";

    /// <inheritdoc />
    public override LoadOptions Complete(LoadOptions options)
    {
        var users = options.Users > 0 ? options.Users : options.Levels.Length > 0 ? options.Levels.Max() : DefaultUsers;
        var first = Math.Min(FirstLevel, users);
        int[] even = [.. Enumerable.Range(0, Steps + 1).Select(step => first + (int)((long)(users - first) * step / Steps)).Distinct()];
        return options with { Users = users, Levels = options.Levels.Length > 0 ? [.. options.Levels.Where(level => level < users).Append(users).Order()] : even };
    }

    /// <inheritdoc />
    public override Behaviour CreateBehaviour(LoadOptions options, WorkerPlan plan) => new Idlers();

    /// <inheritdoc />
    public override async Task Run(Stage stage)
    {
        var points = new List<(int Users, Snapshot Snapshot)>();
        foreach (var level in stage.Options.Levels)
        {
            await stage.Connect(level, stage.Options.ConnectRate);
            if (points.Count == 0)
            {
                stage.Figures["steadySeconds"] = await stage.Steady();
            }

            await stage.Pass($"holding {level:N0}", stage.Options.Settle);
            points.Add((level, Parts.AddLevel(stage, level)));
        }

        foreach (var (part, bytes) in Parts.Slopes(points))
        {
            stage.Figures[$"{part}.bytesPerConnection"] = bytes;
        }

        await Held(stage);
        stage.Requirements.Add($"online>={stage.Options.Users}");
        stage.Requirements.Add("drops<=0");
    }

    private static async Task Held(Stage stage)
    {
        var measurement = await Measurement.Begin(stage);
        await stage.Pass("idle", stage.Options.Duration);
        var measured = await measurement.End();
        var connectionSeconds = stage.Options.Users * measured.Seconds;
        stage.Figures["server.cpuPerConnectionSecond"] = measured.ServerCpuMicros / connectionSeconds;
        stage.Figures["client.cpuPerConnectionSecond"] = measured.ClientCpuMicros / connectionSeconds;
        stage.Figures["pingsPerConnectionMinute"] = measured.Totals[Count.PingsAnswered] / connectionSeconds * 60;
    }

    private sealed class Idlers : Behaviour;
}
