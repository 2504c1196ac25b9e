using System.Reflection;
using Whisper.Grains.Matching;
using Xunit;

namespace Whisper.Tests.Matching;

public sealed class InterestBucketGrainTests
{
    [Fact]
    public void Grain_NobodyUsesIt_GoesLongBeforeOtherGrains()
    {
        var limit = typeof(InterestBucketGrain).GetCustomAttribute<Orleans.CollectionAgeLimitAttribute>();
        Assert.NotNull(limit);
        Assert.InRange(limit.AgeLimit, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }
}
