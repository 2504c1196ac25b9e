using Whisper.LocalCluster.Nodes;
using Whisper.LocalCluster.Servers;

namespace Whisper.LocalCluster.Topologies;

/// <summary>A whole cluster as child processes of this one: servers, silos, gateways, and HAProxy in front of them.</summary>
public sealed class Topology : IAsyncDisposable
{
    // dozens of runtimes that start together would all be too slow to be waited for
    private static readonly int AtOnce = Math.Max(4, 2 * Environment.ProcessorCount);

    private readonly List<SiloNode> _silos = [];
    private readonly List<GatewayNode> _gateways = [];

    /// <summary>Plans it; nothing runs yet.</summary>
    public Topology(TopologyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Folder = Path.GetFullPath(options.Folder);
        var (ports, secrets) = (options.Ports, Secrets.In(Folder));
        Redis = new(In("redis"), ports.Redis, secrets.Redis) { LogFolder = Logs };
        Nats = new(In("nats"), ports.Nats, secrets.Nats) { LogFolder = Logs };
        Postgres = new(In("postgres"), ports.Postgres, secrets.Postgres) { LogFolder = Logs };
        var common = ClusterEnvironment.Of(Redis, Nats, Postgres, secrets);
        for (var number = 1; number <= options.Silos; number++)
        {
            var (name, environment) = ($"silo-{number}", Merge(common, options.Environment, options.SiloEnvironment));
            _silos.Add(new(name, In(name), ports.SiloAdmin(number), ports.SiloPeers(number), ports.SiloClients(number), environment) { LogFolder = Logs });
        }

        for (var number = 1; number <= options.Gateways; number++)
        {
            var (name, environment) = ($"gateway-{number}", Merge(common, options.Environment, options.GatewayEnvironment));
            _gateways.Add(new(name, In(name), ports.Gateway(number), environment) { LogFolder = Logs });
        }

        Proxy = new(In("haproxy"), ports.Http, ports.Https, ports.ProxyStatus)
        {
            LogFolder = Logs,
            CookieKey = secrets.CookieKey,
            Environment = options.ProxyEnvironment,
            Gateways = [.. _gateways.Select(gateway => gateway.Port)],
        };
    }

    /// <summary>Where everything is kept.</summary>
    public string Folder { get; }

    /// <summary>Where all logs are, one file a process.</summary>
    public string Logs => In("logs");

    /// <summary>Membership and state.</summary>
    public RedisServer Redis { get; }

    /// <summary>Streams.</summary>
    public NatsServer Nats { get; }

    /// <summary>Reports.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>The silos, in the order of their numbers.</summary>
    public IReadOnlyList<SiloNode> Silos => _silos;

    /// <summary>The gateways, in the order of their numbers.</summary>
    public IReadOnlyList<GatewayNode> Gateways => _gateways;

    /// <summary>What people connect to.</summary>
    public HaproxyServer Proxy { get; }

    /// <summary>Everything, in the order of its start.</summary>
    public IEnumerable<Server> All => [Redis, Nats, Postgres, .. Silos, .. Gateways, Proxy];

    /// <summary>Starts all of it and returns when all of it is ready.</summary>
    /// <param name="launched">Called as each process has begun; never twice at once.</param>
    /// <param name="cancellation">Stops waiting; what runs goes on.</param>
    /// <exception cref="InvalidOperationException">Something did not start; with the end of its log.</exception>
    public async Task Start(Action<Server>? launched = null, CancellationToken cancellation = default)
    {
        var turn = new Lock();
        using var starting = new SemaphoreSlim(AtOnce);
        foreach (Server[] stage in (Server[][])[[Redis, Nats, Postgres], [.. Silos], [.. Gateways], [Proxy]])
        {
            await Task.WhenAll(stage.Select(Bring));
        }

        async Task Bring(Server server)
        {
            await starting.WaitAsync(cancellation);
            try
            {
                await server.Launch(cancellation);
                lock (turn)
                {
                    launched?.Invoke(server);
                }

                await server.WaitUntilReady(cancellation);
            }
            finally
            {
                starting.Release();
            }
        }
    }

    /// <summary>Ends all of it in good order: gateways drain while the silos are there, silos leave while the servers are.</summary>
    public async Task Stop(CancellationToken cancellation = default)
    {
        await Task.WhenAll(Gateways.Select(gateway => gateway.Stop(cancellation)));
        await Proxy.Stop(cancellation);
        await Task.WhenAll(Silos.Select(silo => silo.Stop(cancellation)));
        await Task.WhenAll(Redis.Stop(cancellation), Nats.Stop(cancellation), Postgres.Stop(cancellation));
    }

    /// <summary>Ends all of it without warning; <see cref="Start"/> finds what was stored.</summary>
    public Task Kill() => Task.WhenAll(All.Select(server => server.Kill()));

    /// <summary>Kills what still runs. The folder stays.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in All.Reverse())
        {
            await server.DisposeAsync();
        }
    }

    private static Dictionary<string, string> Merge(params IReadOnlyDictionary<string, string>[] layers) =>
        layers.SelectMany(layer => layer).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);

    private string In(string part) => Path.Combine(Folder, part);
}
