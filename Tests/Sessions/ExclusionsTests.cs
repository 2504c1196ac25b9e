using System.Collections.Immutable;
using Whisper.Grains.Sessions;
using Whisper.Matching;
using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Sessions;

public sealed class ExclusionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;
    private readonly SessionId _anna = SessionId.New();
    private readonly SessionId _bert = SessionId.New();
    private readonly SessionId _carl = SessionId.New();

    [Fact]
    public void At_NoneIsOver_IsTheSameArray()
    {
        ImmutableArray<Exclusion> exclusions = [new(_anna, Now.AddSeconds(1)), new(_bert, Never)];
        Assert.True(exclusions == exclusions.At(Now));
    }

    [Fact]
    public void At_OneEndsNow_IsWithoutIt()
    {
        ImmutableArray<Exclusion> exclusions = [new(_anna, Now), new(_bert, Now.AddTicks(1))];
        Assert.Equal([exclusions[1]], exclusions.At(Now));
    }

    [Fact]
    public void With_KnownForLonger_KeepsTheLongerAndIsTheLatest()
    {
        ImmutableArray<Exclusion> exclusions = [new(_anna, Never), new(_bert, Now.AddSeconds(1))];
        Assert.Equal([exclusions[1], new(_anna, Never)], exclusions.With(_anna, Now.AddMinutes(1), maxBlocks: 5));
        Assert.Equal([exclusions[0], new(_bert, Now.AddMinutes(1))], exclusions.With(_bert, Now.AddMinutes(1), maxBlocks: 5));
    }

    [Fact]
    public void With_MoreBlocksThanAllowed_TheOldestBlockGivesWayAndNothingElse()
    {
        ImmutableArray<Exclusion> exclusions = [new(_carl, Now.AddSeconds(1)), new(_anna, Never)];
        Assert.Equal([exclusions[0], new(_bert, Never)], exclusions.With(_bert, Never, maxBlocks: 1));
        Assert.Equal([.. exclusions, new(_bert, Never)], exclusions.With(_bert, Never, maxBlocks: 2));
        Assert.Equal([.. exclusions, new(_bert, Now.AddSeconds(2))], exclusions.With(_bert, Now.AddSeconds(2), maxBlocks: 1));
    }
}
