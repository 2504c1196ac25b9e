using Whisper.Gateway.Limits;
using Xunit;

namespace Whisper.Tests.Gateway.Limits;

public sealed class WindowCounterTests
{
    [Fact]
    public void TryTake_WithinTheFirstMinute_IsExact()
    {
        var counter = default(WindowCounter);
        for (var i = 0; i < 12; i++)
        {
            Assert.True(counter.TryTake(5_000 + (i * 4_000), 12, out _));
        }

        Assert.False(counter.TryTake(64_999, 12, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30_000)]
    [InlineData(59_000)]
    public void TryTake_AfterTheTimeItNamed_Succeeds(long spentBy)
    {
        var counter = default(WindowCounter);
        for (var i = 0; i < 12; i++)
        {
            Assert.True(counter.TryTake(spentBy * i / 11, 12, out _));
        }

        Assert.False(counter.TryTake(spentBy + 1, 12, out var retryAfterMs));
        Assert.True(counter.TryTake(spentBy + 1 + retryAfterMs, 12, out _));
    }

    [Fact]
    public void TryTake_OverManyMinutes_NeverLetsTwiceAsManyThroughInOne()
    {
        var counter = default(WindowCounter);
        var times = new List<long>();
        for (var now = 0L; now < 600_000; now += 50)
        {
            if (counter.TryTake(now, 12, out _))
            {
                times.Add(now);
            }
        }

        Assert.InRange(times.Count, 115, 145);
        Assert.All(times, start => Assert.InRange(times.Count(time => time >= start && time < start + 60_000), 1, 23));
    }

    [Fact]
    public void IsIdle_TwoMinutesAfterTheLastMinuteBegan_IsTrue()
    {
        var counter = default(WindowCounter);
        counter.TryTake(1_000, 12, out _);
        Assert.False(counter.IsIdle(60_000));
        Assert.True(counter.IsIdle(121_000));
    }
}
