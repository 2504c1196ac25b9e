using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Whisper.LocalCluster.Servers;
using Whisper.Silo.Stores.Postgres;
using Xunit;

namespace Whisper.Tests.Postgres;

/// <summary>A real PostgreSQL for one class of tests, with an empty database for each test that asks.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whisper-postgres-").FullName;
    private int _databases;

    public PostgresFixture() => Server = new PostgresServer(_folder);

    public PostgresServer Server { get; }

    public async ValueTask InitializeAsync() => await Server.Start();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal PostgresOptions Settings(string database = PostgresServer.Database) => new()
    {
        Host = "127.0.0.1",
        Port = Server.Port,
        Database = database,
        User = PostgresServer.User,
        Password = Server.Password,
    };

    internal async Task<PostgresOptions> NewDatabase()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await Execute(PostgresServer.Database, $"CREATE DATABASE {name}");
        return Settings(name);
    }

    internal async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(Settings(database)));
        await connection.ExecuteAsync(sql);
    }

    internal async Task<T> Ask<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(Settings(database)));
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    internal static PostgresDatabase Open(PostgresOptions settings) => new(Options.Create(settings));

    private static string ConnectionString(PostgresOptions settings) => new NpgsqlConnectionStringBuilder
    {
        Host = settings.Host,
        Port = settings.Port,
        Database = settings.Database,
        Username = settings.User,
        Password = settings.Password,
        Pooling = false,
    }.ToString();
}
