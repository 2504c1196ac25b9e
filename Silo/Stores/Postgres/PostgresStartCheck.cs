using Whisper.Hosting.Start;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>
/// Makes the tables before the silo joins its cluster. What somebody must put right stops the start. A server that is down
/// does not, for chats do not need it: readiness tells of it, and the first use makes the tables.
/// </summary>
internal sealed class PostgresStartCheck(PostgresDatabase database, TimeProvider clock, ILogger<PostgresStartCheck> log) : IStartCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    public string Name => "postgres";

    /// <inheritdoc />
    public async Task<string?> Problem(CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await database.Run(static _ => Task.FromResult(true), cancellation);
                return null;
            }
            catch (PostgresUnavailableException e) when (!e.Passes)
            {
                return e.Message;
            }
            catch (PostgresUnavailableException e)
            {
                if (clock.GetElapsedTime(began) >= Patience)
                {
                    PostgresLog.StartsWithout(log, e.Message);
                    return null;
                }
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }
}
