using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>kill -9 one of the silos.</summary>
internal sealed class SiloKilled : IFault
{
    public string Name => "silo-kill";

    public string Title => "kill -9 one of three silos";

    // what a killed silo had not published yet is gone with it: they count things, and promise nothing to anybody
    public CheckRules Rules => new() { EventsMayBeLost = true };

    public async Task Run(Stage stage)
    {
        var victim = stage.AnySilo();
        await victim.Kill();
        stage.Say($"{victim.Name} is killed");
        await stage.Wait("every chat goes on", await stage.AllWell());
        await victim.Launch();
        await stage.Wait($"every node ready, with {victim.Name} back", stage.AllReady);
    }

    public IEnumerable<Criterion> Judge(Figures figures) =>
    [
        Criterion.Below("longest stall", figures.LongestStall, TimeSpan.FromSeconds(10)),
        Criterion.Below("99th percentile", figures.FaultP99, TimeSpan.FromSeconds(5)),
    ];
}
