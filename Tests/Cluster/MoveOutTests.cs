using Microsoft.Extensions.DependencyInjection;
using Whisper.Delivery;
using Whisper.Grains.Rooms;
using Whisper.Rooms;
using Whisper.Sessions;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>A silo that is asked to end gives its rooms to the others while it still serves, and does not leave it to the next call to open them.</summary>
public sealed class MoveOutTests : IAsyncLifetime
{
    private const int Chats = 24;

    private WhisperCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await WhisperCluster.Start();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task SiloStops_ItsRoomsAreOpenElsewhere_AndChatsGoOn()
    {
        var chats = new List<(Person Anna, Person Bert, MatchId Match)>();
        while (chats.Count < Chats)
        {
            chats.Add(await Chat());
        }

        var (stays, leaves) = (_cluster.Orleans.Silos[0], _cluster.Orleans.Silos[1]);
        var (here, there) = (stays.ServiceProvider.GetRequiredService<LocalRooms>(), leaves.ServiceProvider.GetRequiredService<LocalRooms>());
        Assert.Equal(Chats, here.Count + there.Count);
        Assert.NotEqual(0, there.Count);

        await _cluster.Orleans.StopSiloAsync(leaves, TestContext.Current.CancellationToken);

        Assert.Equal(Chats, here.Count);
        foreach (var (anna, bert, match) in chats)
        {
            var posted = await anna.Room(match).Post(new Post(anna.Id, 1, new PrivateText("still here?"), 0));
            Assert.Equal(PostOutcome.Accepted, posted.Outcome);
        }
    }

    private async Task<(Person Anna, Person Bert, MatchId Match)> Chat()
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var (anna, bert) = (_cluster.NewPerson("talk", tag), _cluster.NewPerson("talk", tag));
        await anna.Find();
        await bert.Find();
        var match = (await anna.Expect<MatchFoundEvent>()).Match;
        await bert.Expect<MatchFoundEvent>();
        return (anna, bert, match);
    }
}
