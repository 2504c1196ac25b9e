using Orleans.Storage;
using Whisper.Runtime;
using Whisper.Silo.Stores;
using Xunit;

namespace Whisper.Tests.Stores;

public sealed class BriefStorageTests
{
    private static readonly GrainId Grain = GrainId.Create("session", "1");

    [Fact]
    public async Task Read_Failed_SaysWhyAndNotWhere()
    {
        var storage = new BriefStorage(new Failing(() => new TimeoutException("Redis took its time.")));

        var failure = await Assert.ThrowsAsync<StoreFailedException>(() => storage.ReadStateAsync("session", Grain, new GrainState<string>()));

        Assert.Equal("Redis took its time.", failure.Message);
        Assert.Null(failure.StackTrace);
        Assert.DoesNotContain(nameof(Failing), failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAndClear_SomebodyElseHasWritten_OrleansIsTold()
    {
        var storage = new BriefStorage(new Failing(() => new InconsistentStateException("Another has written.")));

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("session", Grain, new GrainState<string>()));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("session", Grain, new GrainState<string>()));
    }

    private sealed class Failing(Func<Exception> error) : IGrainStorage
    {
        public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => await Fail();

        public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => await Fail();

        public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => await Fail();

        private async Task Fail()
        {
            await Task.Yield();
            throw error();
        }
    }
}
