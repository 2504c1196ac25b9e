using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Whisper.Grains.Runtime;
using Whisper.Tests.Stores;
using Xunit;

namespace Whisper.Tests.Redis;

/// <summary>The contract in a real Redis, with the storage of a silo.</summary>
[Collection(RealServersGroup.Name)]
public sealed class RedisStorageRecordTests(RealServers servers) : StorageRecordContract, IAsyncLifetime
{
    private ClusterHost _silo = null!;

    private protected override IGrainStorage Storage => _silo.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.State);

    public async ValueTask InitializeAsync() => _silo = await ClusterHost.StartSilo(servers.Environment());

    public ValueTask DisposeAsync() => _silo.DisposeAsync();
}
