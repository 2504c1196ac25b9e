namespace Whisper.LocalCluster.State;

/// <summary>Ends a cluster of which only its kept state is left.</summary>
public static class Shutdown
{
    // a gateway takes 25 s to drain, a silo to hand over what it holds
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // gateways drain while the silos are there, silos leave while the servers are
    private static readonly string[][] Stages = [["gateway"], ["haproxy"], ["silo"], ["redis", "nats", "postgres"]];

    /// <summary>Ends what still runs, in good order; by force what does not end within 45 s.</summary>
    /// <param name="state">What was kept.</param>
    /// <param name="ended">Told of each process that has ended.</param>
    /// <param name="patience">Another time than 45 s.</param>
    public static async Task End(ClusterState state, Action<ProcessEntry> ended, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (var roles in Stages)
        {
            var stage = state.Alive().Where(process => roles.Contains(process.Name.Split('-')[0])).ToList();
            await Task.WhenAll(stage.Select(process => End(process, ended, patience ?? Patience)));
        }
    }

    private static async Task End(ProcessEntry process, Action<ProcessEntry> ended, TimeSpan patience)
    {
        var mark = process.Mark();
        mark.Send(process.StopWith);
        // one that is frozen would not hear it
        mark.Send(Signal.Continue);
        using var limit = new CancellationTokenSource(patience);
        while (mark.IsAlive)
        {
            if (limit.IsCancellationRequested)
            {
                mark.Send(Signal.Kill);
            }

            await Task.Delay(Look, CancellationToken.None);
        }

        ended(process);
    }
}
