using Whisper.Gateway.Limits;
using Xunit;

namespace Whisper.Tests.Gateway.Limits;

public sealed class TokenBucketTests
{
    [Fact]
    public void TryTake_FullBucket_GivesTheBurstAndNoMore()
    {
        var bucket = default(TokenBucket);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(bucket.TryTake(1000, 10, 2, out _));
        }

        Assert.False(bucket.TryTake(1000, 10, 2, out var retryAfterMs));
        Assert.Equal(500, retryAfterMs);
    }

    [Fact]
    public void Give_ToAFullBucket_LastsUntilItIsUsed()
    {
        var bucket = default(TokenBucket);
        bucket.Give(64);
        Assert.True(bucket.TryTakeMany(100_000, 64, 40, 40));
        Assert.True(bucket.TryTakeMany(100_000, 40, 40, 40));
        Assert.False(bucket.TryTakeMany(100_000, 1, 40, 40));
    }

    [Fact]
    public void TryTake_AfterTheTimeItNamed_Succeeds()
    {
        var bucket = default(TokenBucket);
        while (bucket.TryTake(0, 3, 0.7, out _))
        {
            // empties it
        }

        Assert.False(bucket.TryTake(100, 3, 0.7, out var retryAfterMs));
        Assert.False(bucket.TryTake(100 + retryAfterMs - 2, 3, 0.7, out _));
        Assert.True(bucket.TryTake(100 + retryAfterMs, 3, 0.7, out _));
    }

    [Fact]
    public void TryTake_InTheLongRun_KeepsToTheRate()
    {
        var bucket = default(TokenBucket);
        var taken = 0;
        for (var now = 0L; now < 60_000; now += 10)
        {
            taken += bucket.TryTake(now, 10, 2, out _) ? 1 : 0;
        }

        Assert.InRange(taken, 128, 130);
    }

    [Fact]
    public void TryTake_WhenTheClocksNumberWraps_GoesOn()
    {
        var bucket = default(TokenBucket);
        var beforeWrap = uint.MaxValue - 100L;
        Assert.True(bucket.TryTake(beforeWrap, 1, 1, out _));
        Assert.False(bucket.TryTake(beforeWrap + 500, 1, 1, out _));
        Assert.True(bucket.TryTake(beforeWrap + 1001, 1, 1, out _));
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void TryTakeMany_AtOnce_HoldsToTheBurst(int count, bool expected)
    {
        var bucket = default(TokenBucket);
        Assert.Equal(expected, bucket.TryTakeMany(0, count, 40, 40));
    }
}
