using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;
using Whisper.LocalCluster.Nodes;

namespace Whisper.Chaos.Faults;

/// <summary>Redis comes back with nothing in it: nobody may take that for a new cluster.</summary>
internal sealed class RedisWiped : IFault
{
    private static readonly TimeSpan RefusesWithin = TimeSpan.FromSeconds(60);

    private const string Reason = "lost this cluster's data";

    public string Name => "redis-wipe";

    public string Title => "Redis wiped";

    public CheckRules Rules => new() { ChatsMayEnd = true, EventsMayBeLost = true, Late = 60_000_000 };

    public async Task Run(Stage stage)
    {
        var (cluster, redis) = (stage.Cluster, stage.Cluster.Redis);
        await redis.Kill();
        Directory.Delete(redis.Folder, recursive: true);
        await redis.Start();
        stage.Say("Redis is wiped");
        var seen = Array.Empty<string>();
        await stage.Expect("not ready, with the reason", TimeSpan.FromSeconds(15), async () =>
        {
            seen = await Task.WhenAll(cluster.Silos.Concat<Node>(cluster.Gateways).Select(Reasons.Of));
            return seen.All(reason => reason.Contains(Reason, StringComparison.Ordinal));
        });
        stage.Say($"the reason: {seen[0]}");

        // one that starts now, while the others are there, must not begin a cluster of its own
        var late = cluster.Silos[^1];
        await late.Kill();
        await late.Launch();
        var became = await Task.WhenAny(late.Process!.WaitForExit(), Task.Delay(RefusesWithin), BecomesReady(late));
        stage.Demand(Criterion.Holds("no second cluster", late.Process!.HasExited || !(await late.Look()).IsReady, late.Process!.HasExited ? "a new silo refuses to start" : became.ToString() ?? ""));
        await Restart(stage);
    }

    /// <summary>The way out that the reason and <c>docs/operations.md</c> give: end every silo and gateway, delete the mark, start them again.</summary>
    private static async Task Restart(Stage stage)
    {
        var cluster = stage.Cluster;
        await Task.WhenAll(cluster.Silos.Select(silo => silo.Kill()).Concat(cluster.Gateways.Select(gateway => gateway.Kill())));
        stage.Say("every silo and gateway is ended");
        await RedisProbe.DeleteWipedMark(cluster.Redis);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await Task.WhenAll(cluster.Silos.Select(silo => silo.Start()));
        await Task.WhenAll(cluster.Gateways.Select(gateway => gateway.Start()));
        await stage.Wait("every node ready and new matches are made", async () => await stage.AllReady() && await NewMatches.AreMade(stage));
        stage.Demand(Criterion.Below("restart", System.Diagnostics.Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(60)));
        await stage.Wait("every chat goes on", await stage.AllWell());
    }

    private static async Task BecomesReady(Node node)
    {
        while (!node.Process!.HasExited && !(await node.Look()).IsReady)
        {
            await Task.Delay(100);
        }
    }

    public IEnumerable<Criterion> Judge(Figures figures) => [];
}
