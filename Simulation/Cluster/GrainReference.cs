using Whisper.Simulation.Engine;

namespace Whisper.Simulation.Cluster;

/// <summary>Carries calls to one simulated grain: there, its turn, and back.</summary>
internal abstract class GrainReference<TCore>(SimCluster cluster)
{
    /// <summary>The present activation; makes one when there is none.</summary>
    protected abstract (TCore Core, Mailbox? Mailbox) Activated();

    protected async Task<T> Call<T>(Func<TCore, Task<T>> call)
    {
        cluster.Traffic.Calls++;
        await cluster.Hop().ConfigureAwait(false);
        var (core, mailbox) = Activated();
        T answer;
        if (mailbox is null)
        {
            answer = await call(core);
        }
        else
        {
            await mailbox.Enter();
            try
            {
                answer = await call(core);
            }
            finally
            {
                mailbox.Exit();
            }
        }

        await cluster.Hop().ConfigureAwait(false);
        return answer;
    }

    protected Task Call(Func<TCore, Task> call) => Call(async core =>
    {
        await call(core);
        return true;
    });
}
