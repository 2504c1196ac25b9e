using Whisper.Chaos.Checking;
using Whisper.Chaos.Loops;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>kill -9 Redis, which comes back with what it had.</summary>
internal sealed class RedisKilled : IFault
{
    private static readonly TimeSpan NormalWithin = TimeSpan.FromSeconds(15);

    private (long From, long To)? _outage;

    public string Name => "redis-kill";

    public string Title => "kill -9 Redis, back after 10 s with its AOF";

    public CheckRules Rules => new() { Outage = _outage };

    public async Task Run(Stage stage)
    {
        var from = Clock.Now;
        await stage.Cluster.Redis.Kill();
        stage.Say("Redis is killed");
        await Task.Delay(stage.Times.Down);
        await stage.Cluster.Redis.Start();
        stage.Say("Redis is back");
        var well = await stage.AllWell();
        await stage.Expect("normal again", NormalWithin, async () => await stage.AllReady() && await well() && await NewMatches.AreMade(stage));
        _outage = (from, Clock.Now);
        stage.Demand(Criterion.Holds("no silo exits", stage.Cluster.Silos.All(silo => !silo.Process!.HasExited)));
    }

    public IEnumerable<Criterion> Judge(Figures figures) => [];
}
