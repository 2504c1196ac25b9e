using Orleans.Storage;
using Whisper.Grains.Rooms;
using Whisper.Silo.Stores;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Stores;

/// <summary>The contract in memory, and what no storage does by itself.</summary>
public sealed class StorageRecordTests : StorageRecordContract
{
    private protected override IGrainStorage Storage { get; } = new MemoryStateStorage();

    /// <summary>It may have been written: the next activation reads.</summary>
    [Fact]
    public async Task Save_NothingReadAndTheStoreFails_StepsDown()
    {
        var record = NewActivation(FakeCluster.Proxy.Of<IGrainStorage>((_, _) => Task.FromException(new IOException("connection reset"))));
        await Assert.ThrowsAsync<IOException>(() => record.Save(new RoomState { Phase = RoomPhase.Open }));
        Assert.Equal((RoomPhase.None, 1), (record.Value.Phase, SteppedDown));
    }
}
