namespace Whisper.Tests.Model;

/// <summary>One activation's mailbox. Not reentrant: a call waits until the one before it has ended, awaits included.</summary>
internal sealed class SimActivation<TCore>(TCore core, SimFaults faults, bool reentrant)
{
    private Task _last = Task.CompletedTask;

    public TCore Core => core;

    /// <summary>Rings no more once the activation is retired.</summary>
    public SimAlarm? Alarm { get; init; }

    /// <summary>Calls that have come and have not ended. Must be 0 once a run is at rest, or something waits for itself.</summary>
    public int Pending { get; private set; }

    public async Task<T> Call<T>(Func<TCore, Task<T>> call)
    {
        await faults.Hop();
        faults.MayLoseRequest();
        var result = await Enqueue(call);
        await faults.Hop();
        faults.MayLoseReply();
        return result;
    }

    public Task Call(Func<TCore, Task> call) => Call(async core =>
    {
        await call(core);
        return true;
    });

    /// <summary>A turn of its own, as a timer takes it.</summary>
    public Task Turn(Func<TCore, Task> turn) => Enqueue(async core =>
    {
        await turn(core);
        return true;
    });

    private async Task<T> Enqueue<T>(Func<TCore, Task<T>> call)
    {
        Pending++;
        var before = _last;
        var done = new TaskCompletionSource();
        if (!reentrant)
        {
            _last = done.Task;
        }

        try
        {
            if (!reentrant)
            {
                await before;
            }

            return await call(core);
        }
        finally
        {
            Pending--;
            done.SetResult();
        }
    }
}
