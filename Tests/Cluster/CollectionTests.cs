using Whisper.Delivery;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>What the collector of idle activations may take from a chat that goes on.</summary>
public sealed class CollectionTests : IAsyncLifetime
{
    private WhisperCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await WhisperCluster.Start(sessions: options => options.Grace = TimeSpan.FromSeconds(3));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task SessionsOfWhoTalk_AreCollected_AndTheirChatGoesOnToItsEnd()
    {
        var (anna, bert, match) = await _cluster.Chat();
        await CollectIdle();
        Assert.Equal((0, 0, 1), (await Activations(anna.Session), await Activations(bert.Session), await Activations(anna.Room(match))));

        await anna.Post(match, 1, "still here");
        Assert.Equal("still here", (await bert.Expect<MessageEvent>()).Text.Value);
        Assert.Equal(0, await Activations(anna.Session));
        Assert.True(await anna.Room(match).Leave(anna.Id));
        Assert.Equal(new ChatEndedEvent(match, ChatEndReason.YouLeft), await anna.Expect<ChatEndedEvent>());
        Assert.Equal(new ChatEndedEvent(match, ChatEndReason.PartnerLeft), await bert.Expect<ChatEndedEvent>());
        Assert.Equal(IntentOutcome.Done, await anna.Find());
    }

    [Fact]
    public async Task SessionOfWhoIsAway_StaysUntilTheyAreForgotten()
    {
        var anna = _cluster.NewPerson("gone", "away");
        await anna.Find();
        await anna.Detach();
        await CollectIdle();
        Assert.Equal(1, await Activations(anna.Session));
        await Eventually.True(async () => await Activations(anna.Session) == 0, "the session of who did not come back is forgotten");
        Assert.Equal(ResumeOutcome.Unknown, (await anna.Resume()).Outcome);
    }

    private IManagementGrain Management => _cluster.Grains.GetGrain<IManagementGrain>(0);

    private Task CollectIdle() => Management.ForceActivationCollection(TimeSpan.Zero);

    private async Task<int> Activations(IAddressable grain) =>
        (await Management.GetActiveGrains(grain.GetGrainId().Type)).Count(active => active == grain.GetGrainId());
}
