using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>People who search, meet, part soon and search again, at a fixed number of searches per second.</summary>
internal sealed class MatchScenario : Scenario
{
    private const double DefaultRate = 200;
    private const double DefaultStay = 1;
    private const int DefaultUsers = 2_000;
    private const int DefaultVocabulary = 20;

    // of a cluster that is behind: what it has not told yet is no half match
    private const double Patience = 30;

    /// <inheritdoc />
    public override string Name => "match";

    /// <inheritdoc />
    public override string Summary => "searches per second: how long an exact match takes to decide, no double match";

    /// <inheritdoc />
    public override LoadOptions Complete(LoadOptions options) => options with
    {
        Users = options.Users > 0 ? options.Users : DefaultUsers,
        Rate = options.Rate > 0 ? options.Rate : DefaultRate,
        Stay = options.Stay > 0 ? options.Stay : DefaultStay,
        Vocabulary = options.Vocabulary > 0 ? options.Vocabulary : DefaultVocabulary,
        InterestsMin = options.InterestsMin > 0 ? options.InterestsMin : 2,
        InterestsMax = options.InterestsMax > 0 ? options.InterestsMax : 2,
    };

    /// <inheritdoc />
    public override Behaviour CreateBehaviour(LoadOptions options, WorkerPlan plan) => new Seekers(options);

    /// <inheritdoc />
    public override async Task Run(Stage stage)
    {
        var rate = stage.Options.Rate;
        await stage.Connect(stage.Options.Users, stage.Options.ConnectRate);
        await stage.WarmUp(rate);
        var measurement = await Measurement.Begin(stage);
        await stage.Pass($"measuring at {rate:N0}/s", stage.Options.Duration);
        var measured = await measurement.End(settle: () => Settle(stage));
        stage.Figures["server.cpuPerSearch"] = measured.ServerCpuMicros / Math.Max(1.0, measured.Totals[Count.Searches]);
        stage.Requirements.AddRange(["doubleMatches<=0", "halfMatches<=0", "misdelivered<=0", "unreadable<=0", "skipped<=0", "drops<=0", "decision.count>=1"]);
    }

    // what was asked when the load ends needs a moment to be answered, and what is announced to reach both
    private static async Task Settle(Stage stage)
    {
        stage.Phase("settling");
        stage.Fleet.Send(WorkerCommand.Load);
        var (before, ledger) = (-1L, stage.Fleet.Ledger);
        for (var until = Clock.Now + (long)(Patience * Clock.Second); Clock.Now < until; await stage.Wait(0.1))
        {
            var now = await stage.Fleet.Mark(stage.Cancellation);
            if (ledger.Halves == 0 && now[Gauge.Unanswered] == 0 && ledger.Pairs == before)
            {
                return;
            }

            before = ledger.Pairs;
        }
    }
}
