using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>SIGSTOP a silo, and let it go on when nobody expects it any more.</summary>
internal sealed class SiloFrozen : IFault
{
    private static readonly TimeSpan LeavesWithin = TimeSpan.FromSeconds(30);

    public string Name => "silo-freeze";

    public string Title => "SIGSTOP a silo for 60 s, then CONT";

    // what a killed silo had not published yet is gone with it: they count things, and promise nothing to anybody
    public CheckRules Rules => new() { EventsMayBeLost = true };

    public async Task Run(Stage stage)
    {
        var victim = stage.AnySilo();
        var thaw = Task.Delay(stage.Times.Frozen);
        victim.Suspend();
        stage.Say($"{victim.Name} is frozen");
        await stage.Expect("evicted", TimeSpan.FromSeconds(5), async () => await RedisProbe.ActiveMembers(stage.Cluster.Redis, victim.PeersPort) == 0);
        await stage.Wait("every chat goes on", await stage.AllWell());
        await thaw;
        victim.Continue();
        stage.Say($"{victim.Name} goes on");
        await stage.Expect("revived one leaves", LeavesWithin, () => Task.FromResult(victim.Process!.HasExited));
        await victim.Launch();
        await stage.Wait("every node ready", stage.AllReady);
    }

    public IEnumerable<Criterion> Judge(Figures figures) =>
    [
        Criterion.Below("longest stall", figures.LongestStall, TimeSpan.FromSeconds(12)),
    ];
}
