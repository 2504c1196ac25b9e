using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;
using Whisper.LocalCluster.Nodes;

namespace Whisper.Chaos.Faults;

/// <summary>kill -9 a gateway together with the silo that holds its lease: nobody is left who knows that it has gone.</summary>
internal sealed class GatewayAndSiloKilled : IFault
{
    public string Name => "gateway-and-silo-kill";

    public string Title => "kill -9 gateway and the silo that holds its lease, together";

    public async Task Run(Stage stage)
    {
        var gateway = stage.OneOf(stage.Cluster.Gateways);
        var leases = await Task.WhenAll(stage.Cluster.Silos.Select(silo => Metrics.Sum(silo.Url, "whisper_leases")));
        var holders = stage.Cluster.Silos.Where((_, i) => leases[i] > 0).ToList();
        var silo = stage.OneOf(holders.Count > 0 ? holders : stage.Cluster.Silos);
        await Task.WhenAll(gateway.Kill(), silo.Kill());
        stage.Say($"{gateway.Name} and {silo.Name} are killed");
        await stage.Wait("every chat goes on", await stage.AllWell());
        await Task.WhenAll(gateway.Start(), silo.Start());
        await stage.Wait("every node ready", stage.AllReady);
    }

    public IEnumerable<Criterion> Judge(Figures figures) =>
    [
        .. Resumes.Demanded(figures),
        Criterion.Below("latest tier change or timeout", figures.LatestSearch, TimeSpan.FromSeconds(10)),
    ];
}
