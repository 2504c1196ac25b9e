using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Whisper.Silo.Cluster;

/// <summary>Looks again and again whether this silo's cluster is still the one it joined, and whether its clock is right.</summary>
internal sealed class ClusterWatch(
    IncarnationStore store, Incarnation incarnation, IncarnationTiming timing, IHostApplicationLifetime host, ILocalSiloDetails silo, TimeProvider clock, ILogger<ClusterWatch> log)
    : BackgroundService
{
    private volatile string? _incarnationProblem;
    private volatile string? _clockProblem;

    /// <summary>What is wrong with the cluster's data; null when all is well, as far as Redis could be asked.</summary>
    public string? IncarnationProblem => _incarnationProblem;

    /// <summary>What is wrong with the clock; null likewise.</summary>
    public string? ClockProblem => _clockProblem;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ClusterLog.Watching(log, silo.SiloAddress.ToString(), incarnation.Id);
        // a silo that is leaving must not speak against the cluster that is started after it
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, host.ApplicationStopping);
        using var timer = new PeriodicTimer(timing.Look, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(leaving.Token))
            {
                await Look();
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // the host is stopping
        }
    }

    private async Task Look()
    {
        try
        {
            var look = await store.Look();
            _clockProblem = ClockRule.Problem(clock.GetUtcNow(), look.RedisNow);
            var problem = await incarnation.Check(look);
            if (problem is not null && problem != _incarnationProblem)
            {
                ClusterLog.NotOfThisCluster(log, problem);
            }

            _incarnationProblem = problem;
        }
        catch (Exception error)
        {
            // what was last seen holds; that Redis is away is told by its own check. A silo that serves does not end for a look that failed
            ClusterLog.NotLookedAt(log, error.GetType().Name);
        }
    }
}

/// <summary>Not ready in a cluster whose data are gone, or that is another's.</summary>
internal sealed class IncarnationHealth(ClusterWatch watch) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "incarnation";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.IncarnationProblem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());
}

/// <summary>Not ready while the clock is off.</summary>
internal sealed class ClockHealth(ClusterWatch watch) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "clock";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.ClockProblem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());
}
