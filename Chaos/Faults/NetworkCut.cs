using Whisper.Chaos.Checking;
using Whisper.Chaos.Histories;
using Whisper.Chaos.Load;
using Whisper.Chaos.Loops;
using Whisper.Chaos.Staging;

namespace Whisper.Chaos.Faults;

/// <summary>The network between some clients and their gateway swallows everything, and says nothing.</summary>
internal sealed class NetworkCut : IFault, IDisposable
{
    private readonly List<Pair> _pairs = [];
    private Forwarder? _network;

    public string Name => "network-cut";

    public string Title => "network cut between a client and its gateway (silently)";

    public async Task Prepare(Stage stage)
    {
        _network = new Forwarder(stage.Cluster.Proxy.Port);
        await stage.Crowd.Loop.Run(() =>
        {
            for (var number = 0; number < stage.Times.Cut; number++)
            {
                _pairs.Add(new Pair(stage.Crowd, 2_000_000 + number, "cut", _ => { }, () => _network.Address));
            }
        });
        await stage.Wait("those to be cut off chat", () => stage.Crowd.Loop.Run(() => _pairs.TrueForAll(pair => pair.Together)));
    }

    public async Task Run(Stage stage)
    {
        var loop = stage.Crowd.Loop;
        _network!.Cut();
        stage.Say("the network is cut");
        // what is said into the silence from either side has to come through in the end
        await loop.Run(() => _pairs.ForEach(pair =>
        {
            pair.First.Say(Clock.Now);
            pair.Second.Say(Clock.Now);
        }));
        await stage.Expect("noticed, and partners told", TimeSpan.FromSeconds(40), () => loop.Run(() => _pairs.TrueForAll(pair => Saw(pair, EventKind.Away))));
        _network.Heal();
        stage.Say("the network is back");
        var caughtUp = await loop.Run(() => _pairs.Select(pair => pair.CaughtUp()).ToList());
        await stage.Expect("resumed", TimeSpan.FromSeconds(25), () => loop.Run(() => _pairs.TrueForAll(pair => pair.Together && Saw(pair, EventKind.Back)) && caughtUp.TrueForAll(done => done())));
        stage.Demand(await loop.Run(() => Criterion.Holds("chats go on", _pairs.TrueForAll(pair => pair.First.Chatting && pair.Second.Chatting))));
        await loop.Run(() => _pairs.ForEach(pair => pair.Leave()));
    }

    public IEnumerable<Criterion> Judge(Figures figures) => [];

    public void Dispose() => _network?.Dispose();

    private static bool Saw(Pair pair, EventKind kind) => pair.Second.History.Events.Any(happened => happened.Kind == kind);
}
