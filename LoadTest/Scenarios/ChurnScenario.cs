using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>
/// People whose connections are lost all the time and who come back to what they were doing: half of them wait, half are in
/// the middle of a chat. The default rate is 200,000 reconnects a minute.
/// </summary>
internal sealed class ChurnScenario : Scenario
{
    private const int DefaultUsers = 10_000;
    private const double DefaultRate = 200_000 / 60.0;

    // each of them says something every ten seconds
    private const double SecondsBetweenMessages = 10;

    /// <inheritdoc />
    public override string Name => "churn";

    /// <inheritdoc />
    public override string Summary => "reconnects per second with resume: everybody gets back, nothing is lost";

    /// <inheritdoc />
    public override LoadOptions Complete(LoadOptions options)
    {
        var users = options.Users > 0 ? options.Users : DefaultUsers;
        return options with
        {
            Users = users,
            Chatting = Math.Min(users, options.Chatting > 0 ? options.Chatting : users / 2) & ~1,
            Rate = options.Rate > 0 ? options.Rate : DefaultRate,
        };
    }

    /// <inheritdoc />
    public override Behaviour CreateBehaviour(LoadOptions options, WorkerPlan plan) => new Churners(options);

    /// <inheritdoc />
    public override async Task Run(Stage stage)
    {
        var options = stage.Options;
        await stage.Connect(options.Users, options.ConnectRate);
        await Pairing.Pair(stage, options.Chatting);
        stage.Fleet.Send(WorkerCommand.Load, rate: options.Chatting / SecondsBetweenMessages);
        await stage.WarmUp(options.Rate, WorkerCommand.Extra);
        var measurement = await Measurement.Begin(stage);
        await stage.Pass($"measuring at {options.Rate:N0}/s", options.Duration);
        var measured = await measurement.End(settle: () => Return(stage));
        stage.Figures["reconnectsPerMinute"] = measured.Totals[Count.Resumed] / measured.Seconds * 60;
        stage.Figures["server.cpuPerReconnect"] = measured.ServerCpuMicros / Math.Max(1.0, measured.Totals[Count.Resumed]);
        stage.Requirements.AddRange([$"onlineAtEnd>={options.Users}", "notResumed<=0", "skipped<=0"]);
        stage.Requirements.AddRange(Talk.Requirements);
    }

    private static async Task Return(Stage stage)
    {
        stage.Phase("everybody comes back");
        stage.Fleet.Send(WorkerCommand.Extra);
        await stage.Reach(now => now[Gauge.Online], stage.Options.Users, "back");
        await Talk.Settle(stage);
    }
}
