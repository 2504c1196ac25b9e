using Whisper.Rooms;
using Xunit;

namespace Whisper.Tests.Rooms;

public sealed class RoomDoorTests : IAsyncLifetime
{
    private LoneRoom _room = null!;

    public async ValueTask InitializeAsync() => _room = await LoneRoom.Open(textLength: 8);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Call_WhileTheGrainHasATurn_IsLeftToTheGrain()
    {
        using (_room.Door.Enter())
        {
            Assert.False(_room.Door.TryCall(_room.Post(1), out _));
        }

        Assert.True(_room.Door.TryCall(_room.Post(1), out var result));
        Assert.Equal(new PostResult(PostOutcome.Accepted, 2), result);
    }

    [Fact]
    public void Call_OfARoomThatHasMoved_IsLeftToTheGrain()
    {
        _room.Door.Close();
        Assert.False(_room.Door.TryCall(_room.Post(1), out _));
    }

    [Fact]
    public async Task Calls_OfManyAtOnce_AreMadeOneAfterTheOther()
    {
        const int Calls = 5_000;
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostAll(Calls)));
        var grain = Task.Run(() =>
        {
            for (var turn = 0; turn < Calls; turn++)
            {
                using (_room.Door.Enter())
                {
                    Thread.Yield();
                }
            }

            return 0;
        });

        // each number is said by all four, and taken of one
        Assert.Equal(Calls, (await Task.WhenAll([.. callers, grain])).Sum());
    }

    private int PostAll(int calls)
    {
        var taken = 0;
        for (var n = 1; n <= calls; n++)
        {
            PostResult result;
            while (!_room.Door.TryCall(_room.Post(n), out result))
            {
                Thread.Yield();
            }

            taken += result.Outcome == PostOutcome.Accepted ? 1 : 0;
        }

        return taken;
    }
}
