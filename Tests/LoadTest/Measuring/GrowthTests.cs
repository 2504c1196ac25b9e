using Whisper.LoadTest.Measuring;
using Xunit;

namespace Whisper.Tests.LoadTest.Measuring;

/// <summary>Whether a process has stopped growing by itself.</summary>
public sealed class GrowthTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void BeforeTheWindowHasPassed_NobodyKnows()
    {
        var growth = new Growth();
        Assert.False(growth.HasStopped(0, 100 * Megabyte, 1));
        Assert.False(growth.HasStopped(Growth.Window - 0.5, 100 * Megabyte, 1));
        Assert.True(growth.HasStopped(Growth.Window, 100 * Megabyte, 1));
    }

    [Fact]
    public void WhatGrowsSteadily_HasNotStopped_UntilAWindowAfterItsEnd()
    {
        var growth = new Growth();
        var stoppedAt = Enumerable.Range(0, 200).First(second => growth.HasStopped(second, (100 + Math.Min(second, 45)) * Megabyte, 1));
        Assert.Equal(45 + Growth.Window, stoppedAt);
    }

    [Fact]
    public void WhatIsNegligible_CountsForEachProcess()
    {
        bool Stopped(int processes)
        {
            var growth = new Growth();
            growth.HasStopped(0, 0, processes);
            return growth.HasStopped(Growth.Window, 2 * Growth.Negligible, processes);
        }

        Assert.False(Stopped(1));
        Assert.True(Stopped(2));
    }

    [Fact]
    public void WhatShrinks_HasStopped()
    {
        var growth = new Growth();
        growth.HasStopped(0, 10 * Megabyte, 1);
        Assert.True(growth.HasStopped(Growth.Window, 9 * Megabyte, 1));
    }
}
