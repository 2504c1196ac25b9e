namespace Whisper.Grains.Rooms;

/// <summary>
/// A silo that leaves lets go of its open rooms first, and of everything else when their gateways have had time to open them elsewhere: a chat does not stand still for as long as
/// thousands of sessions, buckets and ended rooms take (docs/decisions/0020).
/// </summary>
internal sealed class RoomsLeaveFirst(LocalRooms rooms, ISiloStatusOracle silos, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>
{
    // where Orleans tells the other silos that this one leaves; its activations end in the stage after
    private const int Stage = ServiceLifecycleStage.BecomeActive;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestForWord = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestForRooms = TimeSpan.FromSeconds(1);

    // a gateway that is told that a room has moved vouches within 0.1 s
    private static readonly TimeSpan UntilTakenUp = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc />
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(RoomsLeaveFirst), Stage, _ => Task.CompletedTask, Leave);

    private async Task Leave(CancellationToken cancellation)
    {
        // while this silo counts as active, a room that leaves may come back to it
        await Until(() => silos.CurrentStatus != SiloStatus.Active, LongestForWord, cancellation);
        var open = rooms.Open();
        if (open.Count == 0)
        {
            return;
        }

        foreach (var door in open)
        {
            door.Leave();
        }

        await Until(() => open.All(door => door.IsClosed), LongestForRooms, cancellation);
        await Pause(UntilTakenUp, cancellation);
    }

    private async Task Until(Func<bool> holds, TimeSpan longest, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        while (!holds() && time.GetElapsedTime(since) < longest && !cancellation.IsCancellationRequested)
        {
            await Pause(Step, cancellation);
        }
    }

    // whoever is told to hurry does not wait
    private async Task Pause(TimeSpan delay, CancellationToken cancellation) =>
        await Task.Delay(delay, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
