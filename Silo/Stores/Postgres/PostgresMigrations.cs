using System.Runtime.ExceptionServices;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>
/// Brings the tables up to date: embedded scripts, run once each, in the order of their names. Silos start together, so that
/// one does it under a lock and the others wait; PostgreSQL frees the lock of a silo that dies.
/// </summary>
internal sealed class PostgresMigrations(NpgsqlConnectionStringBuilder settings)
{
    // Any number that nothing else locks in this database: "whisper" in bytes.
    private const long LockKey = 0x77686973706572;
    private const int PatienceSeconds = 30;
    private const string Prefix = "Whisper.Silo.Stores.Postgres.Migrations.";

    // Not pooled: the lock belongs to the connection and must end with it.
    private readonly string _connectionString = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
    {
        Pooling = false,
        CommandTimeout = PatienceSeconds,
    }.ToString();

    /// <summary>Returns when the tables are as this version needs them. Throws after 30 s of waiting for another silo.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        await using var lockUp = new NpgsqlCommand($"SELECT pg_advisory_lock({LockKey})", connection);
        await lockUp.ExecuteNonQueryAsync(cancellation);

        // dbup has no asynchronous calls
        await Task.Run(Upgrade, cancellation);
    }

    private void Upgrade()
    {
        var result = DeployChanges.To.PostgresqlDatabase(_connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(PostgresMigrations).Assembly, name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .WithTransaction()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (result.Successful)
        {
            return;
        }

        if (result.Error is PostgresException { SqlState: not PostgresErrorCodes.InsufficientPrivilege } error)
        {
            throw new PostgresUnavailableException($"Migration {result.ErrorScript?.Name ?? "(none)"} of database {settings.Database} failed: {error.MessageText}.", passes: false, error);
        }

        ExceptionDispatchInfo.Throw(result.Error);
    }
}
