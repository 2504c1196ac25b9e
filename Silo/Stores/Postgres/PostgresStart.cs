namespace Whisper.Silo.Stores.Postgres;

/// <summary>
/// Makes the tables before the silo joins its cluster. What somebody must put right stops the start. A server that is down
/// does not, for chats do not need it: readiness tells of it, and the first use makes the tables.
/// </summary>
internal sealed class PostgresStart(PostgresDatabase database, TimeProvider clock, ILogger<PostgresStart> log) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="PostgresUnavailableException">A setting is wrong: user, password, database or rights.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await database.Run(static _ => Task.FromResult(true), cancellationToken);
                return;
            }
            catch (PostgresUnavailableException e) when (e.Passes)
            {
                if (clock.GetElapsedTime(began) >= Patience)
                {
                    PostgresLog.StartsWithout(log, e.Message);
                    return;
                }
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
