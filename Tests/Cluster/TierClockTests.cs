using Whisper.Delivery;
using Whisper.Matching;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>Each wake-up of a bucket alone, on a real clock.</summary>
public sealed class TierClockTests
{
    [Fact]
    public async Task Search_ReminderAlone_EscalatesAndTimesOutOnce()
    {
        await using var cluster = await WhisperCluster.Start(bucketTimers: false);
        var person = cluster.NewPerson("lonely", "alone");
        await person.Find();
        Assert.Equal(Tier.Overlap, (await person.Expect<SearchingEvent>()).Tier);
        await person.Expect<MatchTimeoutEvent>();
        Assert.False(person.HasNews());
    }

    [Fact]
    public async Task Search_BucketDeactivatedMeanwhile_ReminderBringsItBack()
    {
        await using var cluster = await WhisperCluster.Start(options =>
        {
            options.Tier2After = TimeSpan.FromSeconds(2);
            options.Timeout = TimeSpan.FromSeconds(4);
        });
        var person = cluster.NewPerson("lonely", "alone");
        await person.Find();
        await cluster.Orleans.DeactivateAsync(cluster.Grains.GetGrain<IInterestBucket>(person.Interests.Home.Key));
        Assert.Equal(Tier.Overlap, (await person.Expect<SearchingEvent>()).Tier);
        await person.Expect<MatchTimeoutEvent>();
    }
    [Fact]
    public async Task TimeoutNotHeard_AssertedSearch_IsTold()
    {
        await using var cluster = await WhisperCluster.Start(
            options => (options.Tier2After, options.Timeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400)));
        var person = cluster.NewPerson("lonely", "alone");
        var ticket = TicketId.New();
        await person.Find(ticket);
        var timeout = await person.ExpectEventually<MatchTimeoutEvent>();
        await person.AssertSearch(ticket);
        Assert.Equal(timeout, await person.ExpectEventually<MatchTimeoutEvent>());
    }
}
