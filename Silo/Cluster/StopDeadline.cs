namespace Whisper.Silo.Cluster;

/// <summary>
/// Ends the process when its silo cannot leave: it would try for two minutes to write to a table that is gone or away. The
/// others notice its end within seconds. For a process of its own only.
/// </summary>
internal sealed class StopDeadline(IHostApplicationLifetime host, IServiceProvider services, ILogger<StopDeadline> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(25);

    // nothing of a cluster whose data are gone can be handed over
    private static readonly TimeSpan DeadlineWithoutCluster = TimeSpan.FromSeconds(5);

    private Timer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        host.ApplicationStopping.Register(() =>
        {
            var isLost = services.GetService<ClusterWatch>()?.IncarnationProblem is not null;
            _timer = new Timer(_ => End(), null, isLost ? DeadlineWithoutCluster : Deadline, Timeout.InfiniteTimeSpan);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // with the host: when that is all stopped, there is nothing left to wait for
    public void Dispose() => _timer?.Dispose();

    private void End()
    {
        ClusterLog.EndedUnfinished(log);
        Environment.Exit(1);
    }
}
