using Whisper.LoadTest.Engine;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.People;
using Whisper.LoadTest.Workers;

namespace Whisper.LoadTest.Scenarios;

/// <summary>Opens connections at a rate, each with handshake, hello and welcome, until there are as many as wanted.</summary>
internal sealed class ConnectScenario : Scenario
{
    private const int DefaultUsers = 10_000;
    private const double DefaultRate = 2_000;
    private const double LookEvery = 0.02;

    /// <inheritdoc />
    public override string Name => "connect";

    /// <inheritdoc />
    public override string Summary => "ramp at a rate: connects per second, time until the welcome";

    /// <inheritdoc />
    public override LoadOptions Complete(LoadOptions options)
    {
        var rate = options.Rate > 0 ? options.Rate : DefaultRate;
        return options with { Users = options.Users > 0 ? options.Users : DefaultUsers, Rate = rate, ConnectRate = rate };
    }

    /// <inheritdoc />
    public override Behaviour CreateBehaviour(LoadOptions options, WorkerPlan plan) => new Connectors();

    /// <inheritdoc />
    public override async Task Run(Stage stage)
    {
        var options = stage.Options;
        var measurement = await Measurement.Begin(stage);
        stage.Phase($"connecting {options.Users:N0}", new(Reporting.Names.Of(Gauge.Online), options.Users));
        stage.Fleet.Send(WorkerCommand.Connect, options.Users, options.Rate);
        await Greeted(stage);
        var measured = await measurement.End();
        stage.Figures["connectsPerSecond"] = measured.Totals[Count.Greeted] / measured.Seconds;
        stage.Figures["server.cpuPerConnect"] = measured.ServerCpuMicros / Math.Max(1.0, measured.Totals[Count.Greeted]);
        stage.Figures["client.cpuPerConnect"] = measured.ClientCpuMicros / Math.Max(1.0, measured.Totals[Count.Greeted]);
        stage.Requirements.AddRange([$"online>={options.Users}", "connectFailures<=0", "drops<=0"]);
    }

    // asks more often than once a second: the last one's time is what the rate is made of
    private static async Task Greeted(Stage stage)
    {
        var (best, since) = (0L, Clock.Now);
        while (best < stage.Options.Users)
        {
            await stage.Wait(LookEvery);
            var online = (await stage.Fleet.Mark(stage.Cancellation))[Gauge.Online];
            (best, since) = online > best ? (online, Clock.Now) : (best, since);
            stage.GiveUpWhenStalled(since, best, stage.Options.Users, "connected");
        }
    }

    private sealed class Connectors : Behaviour;
}
