using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Whisper.Grains.Rooms;
using Whisper.Rooms;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>A silo that leaves lets go of the rooms in which people talk before it lets go of everything else.</summary>
public sealed class LeavingTests : IAsyncLifetime
{
    private const int Chats = 16;

    private readonly ConcurrentQueue<int> _openWhenTheRestEnds = new();
    private WhisperCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await WhisperCluster.Start(configure: silo =>
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => new Watcher(services.GetRequiredService<LocalRooms>(), _openWhenTheRestEnds)));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task SiloLeaves_ItsOpenRoomsEndFirst_AndTheirPeopleGoOn()
    {
        var chats = new List<(Person Anna, Person Bert, MatchId Match)>();
        while (chats.Count < Chats)
        {
            chats.Add(await _cluster.Chat());
        }

        // they are not spread evenly
        var leaves = _cluster.Orleans.Silos.MaxBy(silo => silo.ServiceProvider.GetRequiredService<LocalRooms>().Open().Count)!;

        await _cluster.Orleans.StopSiloAsync(leaves, TestContext.Current.CancellationToken);

        Assert.Equal([0], _openWhenTheRestEnds);
        foreach (var (anna, _, match) in chats)
        {
            var posted = await anna.Room(match).Post(new Post(anna.Id, 1, new PrivateText("still here?"), 0));
            Assert.Equal(PostOutcome.Accepted, posted.Outcome);
        }
    }

    /// <summary>Counts open rooms at the moment at which all other activations begin to end.</summary>
    private sealed class Watcher(LocalRooms rooms, ConcurrentQueue<int> counts) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) =>
            lifecycle.Subscribe(nameof(Watcher), ServiceLifecycleStage.GrainDeactivation, _ => Task.CompletedTask, _ =>
            {
                counts.Enqueue(rooms.Open().Count);
                return Task.CompletedTask;
            });
    }
}
