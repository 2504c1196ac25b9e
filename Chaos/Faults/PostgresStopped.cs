using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>PostgreSQL is gone for a minute, while reports go on.</summary>
internal sealed class PostgresStopped : IFault
{
    public string Name => "postgres-stop";

    public string Title => "PostgreSQL stopped for 60 s";

    /// <summary>As long as the fault: what comes once a minute is then in both.</summary>
    public TimeSpan Baseline(RowTimes times) => times.PostgresDown;

    public Task Prepare(Stage stage) => Untouched.Prepare(stage);

    public async Task Run(Stage stage)
    {
        await stage.Cluster.Postgres.Stop();
        stage.Say("PostgreSQL is stopped");
        await Task.Delay(stage.Times.PostgresDown);
        await stage.Cluster.Postgres.Start();
        stage.Say("PostgreSQL is back");
        await ReportsArrive.Expect(stage, "reports stored", TimeSpan.FromSeconds(60));
        await stage.Wait("every node ready", stage.AllReady);
    }

    public IEnumerable<Criterion> Judge(Figures figures) =>
    [
        Criterion.Holds("connections lost", figures.Lost == 0, $"{figures.Lost}"),
        Untouched.ByTheFault(figures),
    ];
}
