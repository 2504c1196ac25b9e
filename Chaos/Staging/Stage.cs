using System.Diagnostics;
using Whisper.Chaos.Load;
using Whisper.LocalCluster.Nodes;
using Whisper.LocalCluster.Topologies;

namespace Whisper.Chaos.Staging;

/// <summary>Where a fault happens: the cluster, the people on it, and what was measured.</summary>
internal sealed class Stage(Topology cluster, Crowd crowd, ChatLoad chats, JoinLoad joins, LoadPlan plan, RowTimes times, Random dice, Action<string> say)
{
    // more often, and looking itself would cost the chats their share of the processor: it asks all nodes, or makes a connection to PostgreSQL
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    // SIGABRT, as the runtime sends it to itself
    private const int Aborted = 128 + 6;

    private readonly List<Criterion> _criteria = [];

    /// <summary>The processes.</summary>
    public Topology Cluster => cluster;

    /// <summary>The people.</summary>
    public Crowd Crowd => crowd;

    /// <summary>The conversations.</summary>
    public ChatLoad Chats => chats;

    /// <summary>Those who come and go.</summary>
    public JoinLoad Joins => joins;

    /// <summary>How much is asked of the cluster.</summary>
    public LoadPlan Plan => plan;

    /// <summary>The times that define the row.</summary>
    public RowTimes Times => times;

    /// <summary>What was measured on the way.</summary>
    public IReadOnlyList<Criterion> Criteria => _criteria;

    /// <summary>Tells whoever watches.</summary>
    public void Say(string what) => say(what);

    /// <summary>Adds a demand and whether it was met.</summary>
    public void Demand(Criterion criterion) => _criteria.Add(criterion);

    /// <summary>Whether the first silo and the first gateway are spared: to see how a process does that nothing happens to.</summary>
    public bool SparesFirst { get; init; }

    /// <summary>A silo to which something happens.</summary>
    public SiloNode AnySilo() => OneOf(cluster.Silos);

    /// <summary>A gateway to which something happens.</summary>
    public GatewayNode AnyGateway() => OneOf(cluster.Gateways);

    private T OneOf<T>(IReadOnlyList<T> choices) => choices[dice.Next(SparesFirst ? 1 : 0, choices.Count)];

    /// <summary>Waits for something that must be so within a time, and notes how long it took.</summary>
    public async Task Expect(string what, TimeSpan within, Func<Task<bool>> condition)
    {
        var took = await Wait(what, condition);
        Demand(Criterion.Below(what, took, within));
    }

    /// <summary>Waits for something, and says how long it took.</summary>
    /// <exception cref="TimeoutException">It is not so after 120 s.</exception>
    public async Task<TimeSpan> Wait(string what, Func<Task<bool>> condition)
    {
        say($"waiting: {what}");
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"not so after {Patience.TotalSeconds:F0} s: {what}");
            }

            await Task.Delay(Look);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>A condition: every conversation goes on, and what has been said until now is delivered.</summary>
    public async Task<Func<Task<bool>>> AllWell()
    {
        var caughtUp = await crowd.Loop.Run(() => chats.Pairs.Select(pair => pair.CaughtUp()).ToList());
        return () => crowd.Loop.Run(() => chats.Together == plan.Chats && caughtUp.TrueForAll(done => done()));
    }

    /// <summary>
    /// Whether every silo and gateway is ready. One that has ended by itself, as a silo does that the others take for dead, is started again,
    /// as compose would.
    /// </summary>
    public async Task<bool> AllReady()
    {
        var nodes = cluster.Silos.Concat<Node>(cluster.Gateways).ToList();
        foreach (var node in nodes.Where(node => node.Process is { HasExited: true, ExitCode: Aborted }))
        {
            say($"{node.Name} ended by itself and is started again");
            await node.Launch();
        }

        var looks = await Task.WhenAll(nodes.Select(node => node.Look()));
        return looks.All(look => look.IsReady);
    }
}
