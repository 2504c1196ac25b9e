using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>
/// The four tiers that the reference design was to be tested with, scaled to what a machine can hold: people who talk, with
/// its traffic of 20,000 messages a second among a million, and its pass marks.
/// </summary>
internal sealed class TiersScenario : Scenario
{
    private const double MessagesPerUserSecond = 20_000 / 1_000_000.0;

    // a 99th percentile of fewer says nothing
    private const double LeastRate = 20;
    private const double DefaultScale = 0.018;

    // users, share of errors, 99th percentile in milliseconds: 1 to 5 %, 100 ms to 1 s
    private static readonly (int Users, double Errors, double P99)[] All = [(10_000, 0.01, 100), (100_000, 0.02, 250), (500_000, 0.03, 500), (1_000_000, 0.05, 1_000)];

    /// <inheritdoc />
    public override string Name => "tiers";

    /// <inheritdoc />
    public override string Summary => "the reference design's four tiers, scaled: error share and 99th percentile at each";

    /// <inheritdoc />
    public override LoadOptions Complete(LoadOptions options)
    {
        var top = All[^1].Users;
        var scale = options.Scale > 0 ? options.Scale : options.Users > 0 ? options.Users / (double)top : DefaultScale;
        return options with { Scale = scale, Users = Scaled(top, scale) };
    }

    /// <inheritdoc />
    public override Behaviour CreateBehaviour(LoadOptions options, WorkerPlan plan) => new Talkers(options);

    /// <inheritdoc />
    public override async Task Run(Stage stage)
    {
        foreach (var (users, errors, p99) in All)
        {
            var scaled = Scaled(users, stage.Options.Scale);
            var prefix = $"tier{users}.";
            await stage.Connect(scaled, stage.Options.ConnectRate);
            await Pairing.Pair(stage, scaled);
            var before = stage.Fleet.Now();
            var measured = await Talk.Measure(stage, Math.Max(LeastRate, scaled * MessagesPerUserSecond), prefix);
            Judge(stage, prefix, stage.Fleet.Now().Since(before));
            stage.Levels.Add(new($"{users:N0} (here {scaled:N0})", Of(stage, prefix)));
            stage.Requirements.AddRange([$"{prefix}errorShare<={errors}", $"{prefix}message.p99<={p99}", $"{prefix}online>={scaled}"]);
        }

        stage.Requirements.Add("halfMatches<=0");
        stage.Requirements.AddRange(Talk.Requirements);
    }

    private static int Scaled(int users, double scale) => Math.Max(2, (int)Math.Round(users * scale) & ~1);

    // whatever a person would have noticed, for each thing that a person wanted
    private static void Judge(Stage stage, string prefix, Totals happened)
    {
        long Of(Measuring.Count count) => happened[count];
        var wrong = Of(Measuring.Count.Errors) + Of(Measuring.Count.Drops) + Of(Measuring.Count.ConnectFailures) + Math.Max(0, Of(Measuring.Count.Intended) - Of(Measuring.Count.Received));
        stage.Figures[$"{prefix}errorShare"] = wrong / Math.Max(1.0, Of(Measuring.Count.Intended));
    }

    private static Dictionary<string, double> Of(Stage stage, string prefix) =>
        stage.Figures.Where(figure => figure.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(figure => figure.Key[prefix.Length..], figure => figure.Value);
}
