using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>SIGTERM each silo in turn, start it again, and let it settle: how a new version is deployed (docs/operations.md).</summary>
internal sealed class RollingDeploy : IFault
{
    public string Name => "rolling-deploy";

    public string Title => "SIGTERM each silo in turn, restarted (rolling deploy)";

    public async Task Run(Stage stage)
    {
        foreach (var (index, silo) in stage.Cluster.Silos.Index())
        {
            if (index > 0)
            {
                stage.Say($"the new silo settles: {stage.Times.Settle.TotalSeconds:F0} s");
                await Task.Delay(stage.Times.Settle);
            }

            stage.Say($"{silo.Name} is asked to end");
            await silo.Stop();
            stage.Say($"{silo.Name} has ended");
            await silo.Launch();
            await stage.Wait($"every node ready, with {silo.Name} back", stage.AllReady);
            await stage.Wait("every chat goes on", await stage.AllWell());
        }
    }

    public IEnumerable<Criterion> Judge(Figures figures) => [Criterion.Below("longest stall", figures.LongestStall, TimeSpan.FromSeconds(2))];
}
