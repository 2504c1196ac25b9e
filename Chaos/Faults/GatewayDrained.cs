using Whisper.Chaos.Checking;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>SIGTERM a gateway: it sends its people away and ends.</summary>
internal sealed class GatewayDrained : IFault
{
    public string Name => "gateway-drain";

    public string Title => "SIGTERM a gateway";

    public async Task Run(Stage stage)
    {
        var victim = stage.AnyGateway();
        victim.Terminate();
        stage.Say($"{victim.Name} is asked to end");
        await stage.Expect("drained", TimeSpan.FromSeconds(25), () => Task.FromResult(victim.Process!.HasExited));
        await stage.Wait("every chat goes on", await stage.AllWell());
        await victim.Start();
        await stage.Wait("every node ready", stage.AllReady);
    }

    public IEnumerable<Criterion> Judge(Figures figures) =>
    [
        Criterion.Holds("resumed", figures.Lost > 0 && figures.Resumed == figures.Lost, $"{figures.Resumed} of {figures.Lost}"),
    ];
}
