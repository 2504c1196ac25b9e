using DbUp;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;

namespace Whisper.Silo.Stores.Sqlite;

/// <summary>
/// One SQLite file with its migrations (embedded, run once each, in the order of their names). Work runs on the thread
/// pool: SQLite has no asynchronous calls, and waiting for a disk must not hold up grains.
/// </summary>
internal sealed class SqliteDatabase(string path) : IDisposable
{
    private const string MigrationPrefix = "Whisper.Silo.Stores.Sqlite.Migrations.";
    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        // reports are rare: a connection each time keeps no state that could go wrong
        Pooling = false,
        DefaultTimeout = 2,
    }.ToString();

    private readonly SemaphoreSlim _turn = new(1);
    private bool _migrated;

    /// <summary>Runs work alone on a connection. A failed migration is tried again by the next call.</summary>
    public async Task<T> Run<T>(Func<SqliteConnection, T> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => RunNow(work), cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private T RunNow<T>(Func<SqliteConnection, T> work)
    {
        if (!_migrated)
        {
            Migrate();
            _migrated = true;
        }

        using var connection = Open();
        return work(connection);
    }

    private void Migrate()
    {
        KeepPrivate();
        using (var connection = Open())
        {
            Execute(connection, "PRAGMA journal_mode = WAL");
        }

        var result = DeployChanges.To.SqliteDatabase(_connectionString)
            .WithScriptsEmbeddedInAssembly(typeof(SqliteDatabase).Assembly, name => name.StartsWith(MigrationPrefix, StringComparison.Ordinal))
            .WithTransaction()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name ?? "(none)"} of {Path.GetFileName(path)} failed.", result.Error);
        }
    }

    // the journals that SQLite puts beside the file take its mode
    private void KeepPrivate()
    {
        if (!OperatingSystem.IsWindows())
        {
            using (File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite))
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            // FULL: a commit is on the disk before it returns. secure_delete: what is deleted is overwritten.
            Execute(connection, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
