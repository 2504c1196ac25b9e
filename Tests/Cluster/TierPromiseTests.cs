using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Tests.Gateway.Transports;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>The protocol's own times, 10 s and 30 s, on a real clock: this is what people are promised, and measured while no other test runs.</summary>
[Collection(AloneTests.Name)]
public sealed class TierPromiseTests
{
    private const long Tier2Ms = 10_000;
    private const long TimeoutMs = 30_000;
    private const long PromisedMs = 250;

    [Fact]
    public async Task Search_TimerAndReminder_EscalatesAndTimesOutOnceWithin250Ms()
    {
        await using var cluster = await WhisperCluster.Start();
        var person = cluster.NewPerson("lonely", "alone");
        await person.Find();
        var escalated = await person.Expect<SearchingEvent>();
        Assert.Equal(Tier.Overlap, escalated.Tier);
        Assert.InRange(escalated.WaitedMs, Tier2Ms, Tier2Ms + PromisedMs);
        var timeout = await person.Expect<MatchTimeoutEvent>();
        Assert.InRange(timeout.WaitedMs, TimeoutMs, TimeoutMs + PromisedMs);

        // The reminder that is armed for the same moments must add nothing: the next search is undisturbed.
        await person.Find();
        Assert.Equal(Tier.Overlap, (await person.Expect<SearchingEvent>()).Tier);
        Assert.False(person.HasNews());
    }
}
