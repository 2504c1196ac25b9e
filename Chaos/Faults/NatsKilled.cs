using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>kill -9 NATS, which comes back with what it had.</summary>
internal sealed class NatsKilled : IFault
{
    public string Name => "nats-kill";

    public string Title => "kill -9 NATS, back after 10 s";

    public Task Prepare(Stage stage) => Untouched.Prepare(stage);

    public async Task Run(Stage stage)
    {
        await stage.Cluster.Nats.Kill();
        stage.Say("NATS is killed");
        await Task.Delay(stage.Times.Down);
        await stage.Cluster.Nats.Start();
        stage.Say("NATS is back");
        await ReportsArrive.Expect(stage, "backlog drained", TimeSpan.FromSeconds(30));
        await stage.Wait("every node ready", stage.AllReady);
    }

    public IEnumerable<Criterion> Judge(Figures figures) => [Untouched.ByTheFault(figures)];
}
