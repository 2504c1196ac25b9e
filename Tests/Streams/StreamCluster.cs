using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Orleans.Configuration;
using Orleans.Streams;
using Orleans.TestingHost;
using Whisper.LocalCluster.Servers;
using Whisper.Streaming.Nats;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>A real NATS server, real silos, and a client that produces.</summary>
public sealed class StreamCluster : IAsyncDisposable
{
    public const string Provider = "nats";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly InProcessTestCluster _cluster;
    private readonly NatsConnection _connection;
    private readonly CapturedLog _log;

    private StreamCluster(NatsServer server, InProcessTestCluster cluster, Inbox inbox, CapturedLog log)
    {
        (Server, _cluster, Inbox, _log) = (server, cluster, inbox, log);
        _connection = new NatsConnection(new NatsOpts { Url = server.Url, AuthOpts = new NatsAuthOpts { Username = NatsServer.User, Password = server.Password } });
        JetStream = new NatsJSContext(_connection);
    }

    public NatsServer Server { get; }

    public Inbox Inbox { get; }

    /// <summary>A view of the server beside the provider's.</summary>
    public NatsJSContext JetStream { get; }

    public InProcessTestCluster Orleans => _cluster;

    public IStreamProvider Streams => _cluster.Client.GetStreamProvider(Provider);

    public NatsStreamProbe Probe => _cluster.GetSiloServiceProvider().GetRequiredKeyedService<NatsStreamProbe>(Provider);

    public static async Task<StreamCluster> Start(short silos = 1, Action<NatsStreamOptions>? configure = null)
    {
        var server = new NatsServer(Directory.CreateTempSubdirectory("whisper-nats-").FullName);
        await server.Start(TestContext.Current.CancellationToken);
        var inbox = new Inbox();
        var log = new CapturedLog();
        var cluster = Build(silos, inbox, Configure, log);
        await cluster.DeployAsync();
        return new StreamCluster(server, cluster, inbox, log);

        void Configure(NatsStreamOptions options)
        {
            Reach(options, server);
            configure?.Invoke(options);
        }
    }

    public static InProcessTestCluster Build(short silos, Inbox inbox, Action<NatsStreamOptions> configure, CapturedLog? log = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddLogging(logging => logging
                .AddProvider(new CapturedLogProvider(log ?? new CapturedLog()))
                .AddFilter<CapturedLogProvider>(null, LogLevel.Warning)
                .AddFilter<CapturedLogProvider>(typeof(NatsStreamOptions).Namespace, LogLevel.Debug));
            silo.AddNatsStreams(Provider, configure);
            silo.Services.AddSingleton(inbox);
            silo.Services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(10));
            silo.Services.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
            });
        });
        builder.ConfigureClient(client => client.AddNatsStreams(Provider, configure));
        return builder.Build();
    }

    public static void Reach(NatsStreamOptions options, NatsServer server)
    {
        options.Url = server.Url;
        options.User = NatsServer.User;
        options.Password = server.Password;
        options.Queues = 4;
        options.MaxDeliver = 3;
        options.RedeliverDelay = TimeSpan.FromMilliseconds(50);
        options.WatchdogPeriod = TimeSpan.FromSeconds(1);
        options.PollPeriod = TimeSpan.FromMilliseconds(10);
        options.MessageId = item => (item as Number)?.Id;
    }

    public IAsyncStream<T> Stream<T>(string key, string space = NumbersGrain.Namespace) => Streams.GetStream<T>(StreamId.Create(space, key));

    public Task Send(string key, int value, string? id = null) => Stream<Number>(key).OnNextAsync(new Number(value, id));

    /// <summary>Sends in order, one after the other.</summary>
    public async Task SendAll(string key, int count)
    {
        var stream = Stream<Number>(key);
        for (var value = 0; value < count; value++)
        {
            await stream.OnNextAsync(new Number(value));
        }
    }

    /// <summary>Ends a silo without warning, its connection to NATS included.</summary>
    public async Task KillSilo(int index)
    {
        var silo = _cluster.Silos[index];
        await _cluster.KillSiloAsync(silo);
        await silo.DisposeAsync();
    }

    public async Task<IReadOnlyList<(string Reason, string Stream)>> DeadLetters()
    {
        var consumer = await JetStream.CreateOrderedConsumerAsync("orleans-dead");
        var letters = new List<(string, string)>();
        await foreach (var message in consumer.FetchNoWaitAsync<byte[]>(new NatsJSFetchOpts { MaxMsgs = 1000 }))
        {
            letters.Add(($"{message.Headers!["Dead-Reason"]}", Uri.UnescapeDataString($"{message.Headers["Dead-Stream"]}")));
        }

        return letters;
    }

    public static Task Until(Func<Task<bool>> holds, string what, Func<Task<string>>? instead = null) => Eventually.True(holds, what, Patience, instead);

    public static Task Until(Func<bool> holds, string what) => Until(() => Task.FromResult(holds()), what);

    /// <summary>Until JetStream keeps no event any more: all are acknowledged.</summary>
    public Task UntilEmpty() => Until(
        async () => (await JetStream.GetStreamAsync("orleans")).Info.State.Messages == 0, "every event was acknowledged", Standing);

    /// <summary>What the server keeps and what the silos logged, for who has to find out.</summary>
    private async Task<string> Standing()
    {
        var standing = new List<string>();
        await foreach (var consumer in JetStream.ListConsumersAsync("orleans"))
        {
            standing.Add($"{consumer.Info.Name}: {consumer.Info.NumPending} wait, {consumer.Info.NumAckPending} are out.");
        }

        return string.Join(Environment.NewLine, standing.Concat(_log.Lines.TakeLast(40).Select(line => line.Message)));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _connection.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(Server.Folder, recursive: true);
    }
}
