using Orleans.Storage;
using Whisper.Silo.Stores;
using Xunit;

namespace Whisper.Tests.Stores;

public sealed class MemoryStateStorageTests
{
    private static readonly GrainId Grain = GrainId.Create("session", "one");

    private readonly MemoryStateStorage _storage = new();

    [Fact]
    public async Task Read_NothingWritten_IsNew()
    {
        var state = await Read();
        Assert.Equal((new Value(), null, false), (state.State, state.ETag, state.RecordExists));
    }

    [Fact]
    public async Task Read_AfterWrite_IsWhatWasWritten()
    {
        await Write(new Value("a"));
        var state = await Read();
        Assert.Equal((new Value("a"), true), (state.State, state.RecordExists));
    }

    [Fact]
    public async Task Read_OtherStateOfTheSameGrain_IsNew()
    {
        await Write(new Value("a"));
        var other = new GrainState<Value>();
        await _storage.ReadStateAsync("other", Grain, other);
        Assert.False(other.RecordExists);
    }

    [Fact]
    public async Task Write_AfterAnotherActivationWrote_IsRefused()
    {
        var (winner, loser) = (await Read(), await Read());
        winner.State = new Value("winner");
        await _storage.WriteStateAsync("state", Grain, winner);
        loser.State = new Value("loser");
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("state", Grain, loser));
        Assert.Equal("winner", (await Read()).State!.Text);
    }

    [Fact]
    public async Task Write_AfterAnotherActivationCleared_IsRefused()
    {
        await Write(new Value("a"));
        var late = await Read();
        await _storage.ClearStateAsync("state", Grain, await Read());
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("state", Grain, late));
    }

    [Fact]
    public async Task Clear_AfterAnotherActivationWrote_IsRefused()
    {
        await Write(new Value("a"));
        var late = await Read();
        await Write(new Value("b"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearStateAsync("state", Grain, late));
        Assert.Equal("b", (await Read()).State!.Text);
    }

    [Fact]
    public async Task Clear_WrittenState_LeavesNothingBehind()
    {
        await Write(new Value("a"));
        await _storage.ClearStateAsync("state", Grain, await Read());
        Assert.Equal(0, _storage.Count);
    }

    [Fact]
    public async Task Clear_NothingWritten_DoesNothing()
    {
        await _storage.ClearStateAsync("state", Grain, await Read());
        Assert.Equal(0, _storage.Count);
    }

    [Fact]
    public async Task Write_AfterOwnClear_BeginsAnew()
    {
        await Write(new Value("a"));
        var state = await Read();
        await _storage.ClearStateAsync("state", Grain, state);
        state.State = new Value("b");
        await _storage.WriteStateAsync("state", Grain, state);
        Assert.Equal("b", (await Read()).State!.Text);
    }

    private async Task Write(Value value)
    {
        var state = await Read();
        state.State = value;
        await _storage.WriteStateAsync("state", Grain, state);
    }

    private async Task<GrainState<Value>> Read()
    {
        var state = new GrainState<Value>();
        await _storage.ReadStateAsync("state", Grain, state);
        return state;
    }

    public sealed record Value(string Text)
    {
        public Value()
            : this("")
        {
        }
    }
}
