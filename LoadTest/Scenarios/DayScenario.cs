using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>
/// The mix of a real service: people arrive, look around, search by their interests, talk for a while, go on to the next
/// stranger or leave; now and then a connection is lost. Arrivals are an open loop; how many are there follows.
/// </summary>
internal sealed class DayScenario : Scenario
{
    private const int DefaultUsers = 2_000;
    private const int DefaultVocabulary = 200;
    private const double DefaultStay = 60;

    // the rest is room for a crowd larger than the mean
    private const double Share = 0.8;

    /// <inheritdoc />
    public override string Name => "day";

    /// <inheritdoc />
    public override string Summary => "people arrive, search, talk for minutes and leave: the mix of a real service";

    /// <inheritdoc />
    public override LoadOptions Complete(LoadOptions options)
    {
        var users = options.Users > 0 ? options.Users : DefaultUsers;
        var stay = options.Stay > 0 ? options.Stay : DefaultStay;
        return options with
        {
            Users = users,
            Stay = stay,
            Rate = options.Rate > 0 ? options.Rate : users * Share / Visitors.MeanVisit(stay),
            Vocabulary = options.Vocabulary > 0 ? options.Vocabulary : DefaultVocabulary,
            InterestsMin = options.InterestsMin > 0 ? options.InterestsMin : 2,
            InterestsMax = options.InterestsMax > 0 ? options.InterestsMax : 5,
        };
    }

    /// <inheritdoc />
    public override Behaviour CreateBehaviour(LoadOptions options, WorkerPlan plan) => new Visitors(options);

    /// <inheritdoc />
    public override async Task Run(Stage stage)
    {
        var options = stage.Options;
        await stage.Connect((int)(options.Users * Share), options.ConnectRate, mayLeave: true);
        // whole at once: as many come as leave from the start, and those who are there have begun
        stage.Fleet.Send(WorkerCommand.Load, rate: options.Rate);
        await stage.Pass("the day begins", options.WarmUp);
        var measurement = await Measurement.Begin(stage);
        await stage.Pass("day", options.Duration);
        var measured = await measurement.End(settle: () => Evening(stage));
        var (found, notFound) = (measured.Totals[Count.Matched], measured.Totals[Count.Timeouts]);
        stage.Figures["foundShare"] = found / Math.Max(1.0, found + notFound);
        stage.Figures["server.cpuPerPersonSecond"] = measured.ServerCpuMicros / (measured.Seconds * Math.Max(1, measured.Totals[Gauge.Online]));
        stage.Requirements.AddRange(["notResumed<=0", "skipped<=0"]);
        stage.Requirements.AddRange(Talk.Requirements);
    }

    private static async Task Evening(Stage stage)
    {
        stage.Fleet.Send(WorkerCommand.Extra);
        await Talk.Settle(stage);
    }
}
