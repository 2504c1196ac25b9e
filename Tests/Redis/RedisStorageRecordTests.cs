using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Persistence;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Whisper.Hosting;
using Whisper.Hosting.Redis;
using Whisper.Silo.Stores;
using Whisper.Tests.Stores;
using Xunit;

namespace Whisper.Tests.Redis;

/// <summary>The contract in a real Redis.</summary>
[Collection(RealServersGroup.Name)]
public sealed class RedisStorageRecordTests(RealServers servers) : StorageRecordContract, IAsyncLifetime
{
    private readonly ServiceProvider _serializers = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private RedisConnection _redis = null!;
    private RedisGrainStorage _storage = null!;

    private protected override IGrainStorage Storage => new BriefStorage(_storage);

    public async ValueTask InitializeAsync()
    {
        _redis = new(Options.Create(new RedisOptions { Host = "127.0.0.1", Port = servers.Redis.Port, Password = servers.Redis.Password }));
        var serializer = new OrleansGrainStorageSerializer(_serializers.GetRequiredService<Serializer>());
        var options = new RedisStorageOptions
        {
            ConfigurationOptions = _redis.Settings,
            CreateMultiplexer = async _ => (await _redis.Get(), true),
            GrainStorageSerializer = serializer,
            DeleteStateOnClear = true,
        };
        _storage = new RedisGrainStorage(
            "redis",
            options,
            serializer,
            Options.Create(new ClusterOptions { ServiceId = $"t{Guid.NewGuid():N}" }),
            _serializers.GetRequiredService<IActivatorProvider>(),
            NullLogger<RedisGrainStorage>.Instance);
        var silo = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        _storage.Participate(silo);
        await silo.OnStart(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _serializers.DisposeAsync();
    }
}
