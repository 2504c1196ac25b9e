using System.Diagnostics;
using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>kill -9 every process of the cluster, and start it again.</summary>
internal sealed class EverythingKilled : IFault
{
    public string Name => "everything-kill";

    public string Title => "kill -9 everything, start again";

    public CheckRules Rules => new() { EventsMayBeLost = true, Late = 60_000_000 };

    public async Task Run(Stage stage)
    {
        await stage.Cluster.Kill();
        stage.Say("everything is killed");
        var began = Stopwatch.GetTimestamp();
        await stage.Cluster.Start();
        await stage.Wait("every node ready and new matches are made", async () => await stage.AllReady() && await NewMatches.AreMade(stage));
        stage.Demand(Criterion.Below("serving", Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(60)));
        await stage.Wait("every chat goes on", await stage.AllWell());
    }

    public IEnumerable<Criterion> Judge(Figures figures) => [];
}
