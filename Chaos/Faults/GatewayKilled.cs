using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>kill -9 one of the gateways.</summary>
internal sealed class GatewayKilled : IFault
{
    public string Name => "gateway-kill";

    public string Title => "kill -9 one of two gateways";

    public async Task Run(Stage stage)
    {
        var victim = stage.AnyGateway();
        await victim.Kill();
        stage.Say($"{victim.Name} is killed");
        await stage.Wait("every chat goes on", await stage.AllWell());
        await victim.Start();
        await stage.Wait("every node ready", stage.AllReady);
    }

    public IEnumerable<Criterion> Judge(Figures figures) => Resumes.Demanded(figures);
}
