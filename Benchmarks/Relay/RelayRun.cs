using System.Diagnostics;
using System.Net;
using Whisper.Chaos.Checking;
using Whisper.Chaos.Histories;
using Whisper.Chaos.Load;
using Whisper.Chaos.Loops;
using Whisper.Chaos.Staging;
using Whisper.LocalCluster;
using Whisper.LocalCluster.Servers;
using Whisper.LocalCluster.Topologies;

namespace Whisper.Benchmarks.Relay;

/// <summary>One silo and one gateway on real servers, and people who chat through HAProxy.</summary>
internal sealed class RelayRun : IAsyncDisposable
{
    private const int Chats = 200;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Lab _lab;
    private readonly Loop _loop = new();

    private RelayRun(Lab lab) => _lab = lab;

    /// <summary>Starts them.</summary>
    /// <param name="inBatches">Whether calls between silo and gateway carry as much as the load brings, or one message or event each.</param>
    public static async Task<RelayRun> Start(bool inBatches) => new(await Lab.Start(
        new TopologyOptions
        {
            Folder = Checkout.PathOf("artifacts", "bench", "relay"),
            Silos = 1,
            Gateways = 1,
            Environment = new Dictionary<string, string> { ["Whisper__Limits__Enabled"] = "false" },
            SiloEnvironment = OneByOne("Whisper__Delivery__BatchSize", inBatches),
            GatewayEnvironment = OneByOne("Whisper__Gateway__BatchSize", inBatches),
            ProxyEnvironment = Lab.WideOpen,
        },
        CancellationToken.None));

    /// <summary>Lets people chat, first unmeasured.</summary>
    /// <param name="rate">Messages a second, of all of them together.</param>
    /// <param name="warmUp">How long they chat before it counts.</param>
    /// <param name="window">How long it counts.</param>
    public async Task<RelayFigures> Measure(int rate, TimeSpan warmUp, TimeSpan window)
    {
        var door = new IPEndPoint(IPAddress.Loopback, _lab.Cluster.Proxy.Port);
        var crowd = new Crowd(_loop, () => door);
        var chats = new ChatLoad(crowd, new LoadPlan(Chats, rate, JoinsPerSecond: 0, ReportsPerSecond: 0));
        await _loop.Run(chats.Open);
        await Until(() => chats.Together == Chats);
        await _loop.Run(chats.Talk);
        await Task.Delay(warmUp);
        var (from, silo, gateway) = (Clock.Now, Used(_lab.Cluster.Silos[0]), Used(_lab.Cluster.Gateways[0]));
        await Task.Delay(window);
        var (to, siloAfter, gatewayAfter) = (Clock.Now, Used(_lab.Cluster.Silos[0]), Used(_lab.Cluster.Gateways[0]));
        await _loop.Run(chats.Hush);
        await Until(() => chats.Unsettled == 0);
        var (figures, shown) = await _loop.Run(() => (
            Figures.Of(crowd.Histories, from, from, to, new CheckRules()),
            crowd.Histories.Sum(history => history.Events.Count(happened => happened.Kind == EventKind.Shown && happened.At >= from && happened.At <= to))));
        await _loop.Run(crowd.Go);
        return new(
            (siloAfter - silo).TotalMicroseconds / shown,
            (gatewayAfter - gateway).TotalMicroseconds / shown,
            figures.FaultP99.TotalMilliseconds,
            shown / Clock.Span(to - from).TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        _loop.Dispose();
    }

    private async Task Until(Func<bool> condition)
    {
        while (!await _loop.Run(condition))
        {
            await Task.Delay(Look);
        }
    }

    private static TimeSpan Used(Server server)
    {
        using var process = Process.GetProcessById(server.Process!.Id);
        return process.TotalProcessorTime;
    }

    private static Dictionary<string, string> OneByOne(string setting, bool inBatches) => inBatches ? [] : new() { [setting] = "1" };
}
