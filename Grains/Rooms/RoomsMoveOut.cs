using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Whisper.Grains.Rooms;

/// <summary>
/// A silo that is asked to end first gives its rooms to the others, a few at a time and while it still serves: a chat stands still for as long as its own room takes, and not for as
/// long as all of them and the start of the next process take together.
/// </summary>
internal sealed class RoomsMoveOut(LocalRooms rooms, ISiloStatusOracle silos, TimeProvider time, ILogger<RoomsMoveOut> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    // before the other silos are told that this one leaves, and before anything of it stops
    private const int Stage = ServiceLifecycleStage.Active + 1;

    private const int FewestPerStep = 4;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestForTheLast = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(RoomsMoveOut), Stage, _ => Task.CompletedTask, MoveOut);

    private async Task MoveOut(CancellationToken cancellation)
    {
        var others = silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(silo => !silo.Equals(silos.SiloAddress)).ToArray();
        // those that have ended have nobody who waits
        var doors = rooms.All().Where(door => door.IsOpen).ToList();
        if (others.Length == 0 || doors.Count == 0)
        {
            return;
        }

        var began = Stopwatch.GetTimestamp();
        var perStep = Math.Max(FewestPerStep, (int)(doors.Count * (Step / Longest)) + 1);
        var next = 0;
        foreach (var few in doors.Chunk(perStep))
        {
            foreach (var door in few)
            {
                door.Move(others[next++ % others.Length]);
            }

            await Pause(cancellation);
        }

        for (var waited = TimeSpan.Zero; waited < LongestForTheLast && doors.Any(door => !door.IsClosed); waited += Step)
        {
            await Pause(cancellation);
        }

        RoomLog.MovedOut(logger, doors.Count(door => door.IsClosed), doors.Count, others.Length, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    // whoever is told to hurry does not wait
    private async Task Pause(CancellationToken cancellation) => await Task.Delay(Step, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
