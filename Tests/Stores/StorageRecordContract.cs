using Orleans.Storage;
using Whisper.Grains.Rooms;
using Whisper.Grains.Runtime;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Stores;

/// <summary>What a record does on any grain storage that silos use.</summary>
public abstract class StorageRecordContract
{
    private static readonly RoomState Opened = new() { Phase = RoomPhase.Open };
    private static readonly RoomState Aborted = new() { Phase = RoomPhase.Aborted };

    private readonly GrainId _grain = GrainId.Create("room", Guid.NewGuid().ToString("N"));

    private protected abstract IGrainStorage Storage { get; }

    private protected int SteppedDown { get; private set; }

    [Fact]
    public async Task Save_NothingReadAndNothingStored_Stores()
    {
        var record = NewActivation();
        await record.Save(Opened);
        Assert.Equal(RoomPhase.Open, record.Value.Phase);
        Assert.Equal(RoomPhase.Open, (await Stored()).Value.Phase);
    }

    [Fact]
    public async Task Save_NothingReadAndSomethingStored_ThrowsAndMayReadIt()
    {
        await NewActivation().Save(Aborted);
        var record = NewActivation();
        await Assert.ThrowsAsync<InconsistentStateException>(() => record.Save(Opened));
        Assert.Equal((RoomPhase.None, 0), (record.Value.Phase, SteppedDown));
        await record.Refresh();
        Assert.Equal(RoomPhase.Aborted, record.Value.Phase);
        await record.Save(Opened);
        Assert.Equal(RoomPhase.Open, (await Stored()).Value.Phase);
    }

    [Fact]
    public async Task Save_AnotherHasWrittenSince_ThrowsAndStepsDown()
    {
        var record = NewActivation();
        await record.Save(Opened);
        await (await Stored()).Save(Aborted);
        await Assert.ThrowsAsync<InconsistentStateException>(() => record.Save(new RoomState { Phase = RoomPhase.Ended }));
        Assert.Equal((RoomPhase.Open, 1), (record.Value.Phase, SteppedDown));
        Assert.Equal(RoomPhase.Aborted, (await Stored()).Value.Phase);
    }

    [Fact]
    public async Task Clear_IsNewAgain_HereAndForTheNext()
    {
        var record = NewActivation();
        await record.Save(Opened);
        await record.Clear();
        Assert.Equal(RoomPhase.None, record.Value.Phase);
        await NewActivation().Save(Aborted);
        Assert.Equal(RoomPhase.Aborted, (await Stored()).Value.Phase);
    }

    private protected StorageRecord<RoomState> NewActivation(IGrainStorage? storage = null) => new("room", storage ?? Storage, FakeCluster.Proxy.Of<IGrainContext>((method, _) =>
    {
        SteppedDown += method.Name == nameof(IGrainContext.Deactivate) ? 1 : 0;
        return method.Name == $"get_{nameof(IGrainContext.GrainId)}" ? _grain : null;
    }));

    private async Task<StorageRecord<RoomState>> Stored()
    {
        var record = NewActivation();
        await record.Refresh();
        return record;
    }
}
