using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;
using Whisper.LocalCluster.Nodes;

namespace Whisper.Chaos.Faults;

/// <summary>kill -9 a gateway together with the silo that holds its lease: nobody is left who knows that it has gone.</summary>
internal sealed class GatewayAndSiloKilled : IFault
{
    public string Name => "gateway-and-silo-kill";

    public string Title => "kill -9 gateway and the silo that holds its lease, together";

    public CheckRules Rules => new() { EventsMayBeLost = true };

    public async Task Run(Stage stage)
    {
        var gateway = stage.AnyGateway();
        var leases = await Task.WhenAll(stage.Cluster.Silos.Select(Leases));
        // there are as many leases as gateways: the silo with most of them holds this one, or else another run's does
        var silo = leases.Max() > 0 && !stage.SparesFirst ? stage.Cluster.Silos[Array.IndexOf(leases, leases.Max())] : stage.AnySilo();
        await Task.WhenAll(gateway.Kill(), silo.Kill());
        stage.Say($"{gateway.Name} and {silo.Name} are killed");
        await stage.Wait("every chat goes on", await stage.AllWell());
        await Task.WhenAll(gateway.Start(), silo.Launch());
        await stage.Wait("every node ready", stage.AllReady);
    }

    private static async Task<double> Leases(SiloNode silo)
    {
        const string Labels = "{otel_scope_name=\"Microsoft.Orleans\",grain_type=\"gatewaylease\"}";
        var made = await Metrics.Sum(silo.Url, $"orleans_catalog_activation_created_total{Labels}");
        return made - await Metrics.Sum(silo.Url, $"orleans_catalog_activation_destroyed_total{Labels}");
    }

    public IEnumerable<Criterion> Judge(Figures figures) =>
    [
        .. Resumes.Demanded(figures),
        Criterion.Below("latest tier change or timeout", figures.LatestSearch, TimeSpan.FromSeconds(10)),
    ];
}
