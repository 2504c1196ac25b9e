using Microsoft.Extensions.Options;
using Npgsql;

namespace Whisper.Silo.Stores.Postgres;

/// <summary>
/// The one PostgreSQL that all silos share, over a few pooled connections. Tables are made or changed before the first use;
/// when that fails the next call tries again. Every failure is a <see cref="PostgresUnavailableException"/>.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    // Also what a frozen server costs a caller; reports and events wait in their stream meanwhile.
    private const int TimeoutSeconds = 5;

    // reports and events are few; when the server is back all silos open theirs at once, and each costs both sides a key derivation
    private const int MaxConnections = 3;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresMigrations _migrations;
    private readonly SemaphoreSlim _migrating = new(1);
    private bool _migrated;

    public PostgresDatabase(IOptions<PostgresOptions> options)
    {
        Options = options.Value;
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = Options.Host,
            Port = Options.Port,
            Database = Options.Database,
            Username = Options.User,
            Password = Options.Password,
            ApplicationName = "whisper",
            Timeout = TimeoutSeconds,
            CommandTimeout = TimeoutSeconds,
            MaxPoolSize = MaxConnections,
            // an error's detail repeats the row, which holds what people wrote
            IncludeErrorDetail = false,
        };
        _source = NpgsqlDataSource.Create(settings);
        _migrations = new PostgresMigrations(settings);
    }

    /// <summary>Where it is.</summary>
    public PostgresOptions Options { get; }

    /// <summary>Runs idempotent work on a connection; once more when the connection turns out to be of a server that has since restarted.</summary>
    public async Task<T> Run<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            await Migrate(cancellation);
            return await RunTwice(work, cancellation);
        }
        catch (Exception e) when (PostgresFailure.Of(e, Options) is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _migrating.Dispose();
    }

    private async Task<T> RunTwice<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await RunOnce(work, cancellation);
        }
        catch (NpgsqlException e) when (e.IsTransient && e.InnerException is not TimeoutException)
        {
            return await RunOnce(work, cancellation);
        }
    }

    private async Task<T> RunOnce<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        return await work(connection);
    }

    private async Task Migrate(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _migrated))
        {
            return;
        }

        await _migrating.WaitAsync(cancellation);
        try
        {
            if (!_migrated)
            {
                await _migrations.Run(cancellation);
                Volatile.Write(ref _migrated, true);
            }
        }
        finally
        {
            _migrating.Release();
        }
    }
}
