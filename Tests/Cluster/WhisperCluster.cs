using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;
using Whisper.Delivery;
using Whisper.Grains;
using Whisper.Grains.Delivery;
using Whisper.Grains.Matching;
using Whisper.Grains.Moderation;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Silo.Stores;

namespace Whisper.Tests.Cluster;

/// <summary>Two real silos with memory for stores, and a gateway that only writes down what it is told.</summary>
internal sealed class WhisperCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private WhisperCluster(InProcessTestCluster cluster, RecordingGateway gateway) => (_cluster, Gateway) = (cluster, gateway);

    public InProcessTestCluster Orleans => _cluster;

    public IGrainFactory Grains => _cluster.Client;

    public RecordingGateway Gateway { get; }

    public static async Task<WhisperCluster> Start(
        Action<MatchingOptions>? matching = null,
        Action<UserSessionOptions>? sessions = null,
        bool bucketTimers = true,
        Action<ISiloBuilder>? configure = null)
    {
        // What Redis will be: outside of every silo.
        var queues = new MemoryBucketQueueStore();
        var states = new MemoryStateStorage();
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddGrainStorage(StorageNames.State, (_, _) => states);
            silo.UseInMemoryReminderService();
            silo.Services.AddWhisperGrains();
            silo.Services.AddSingleton<IBucketQueueStore>(queues);
            silo.Services.AddSingleton<IEvidenceSigner>(new EvidenceSigner(new byte[32]));
            silo.Services.Configure<BucketOptions>(options => options.UseTimer = bucketTimers);
            silo.Services.Configure<LeaseOptions>(options => options.Duration = TimeSpan.FromSeconds(3));
            silo.Services.Configure(matching ?? (_ => { }));
            silo.Services.Configure(sessions ?? (_ => { }));
            configure?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        var gateway = new RecordingGateway(cluster.Client, takesPacked: true);
        await gateway.Register();
        return new WhisperCluster(cluster, gateway);
    }

    public Person NewPerson(params string[] interests) => new(this, Gateway, interests);

    /// <summary>Another gateway, whose end the cluster only learns from its lease.</summary>
    public async Task<RecordingGateway> NewGateway(bool takesPacked = true)
    {
        var gateway = new RecordingGateway(_cluster.Client, takesPacked);
        await gateway.Register();
        return gateway;
    }

    /// <summary>Two people who have met; at the first gateway unless another is named.</summary>
    public async Task<(Person Anna, Person Bert, MatchId Match)> Chat(RecordingGateway? gateway = null)
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var (anna, bert) = (new Person(this, gateway ?? Gateway, ["talk", tag]), new Person(this, gateway ?? Gateway, ["talk", tag]));
        await anna.Find();
        await bert.Find();
        var match = (await anna.Expect<MatchFoundEvent>()).Match;
        await bert.Expect<MatchFoundEvent>();
        return (anna, bert, match);
    }

    /// <summary>Has a grain leave its silo, as it does when the silo stops.</summary>
    public static async Task Move(IAddressable grain) => await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}
