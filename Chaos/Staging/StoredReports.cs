using Npgsql;
using Whisper.Chaos.Checking;
using Whisper.LocalCluster.Servers;

namespace Whisper.Chaos.Staging;

/// <summary>Looks at what PostgreSQL really has.</summary>
internal sealed class StoredReports(PostgresServer postgres) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = postgres.Port,
        Database = PostgresServer.Database,
        Username = PostgresServer.User,
        Password = postgres.Password,
        Timeout = 5,
        // a server that was killed leaves connections that only look alive
        Pooling = false,
    });

    /// <summary>All reports.</summary>
    public async Task<IReadOnlyList<StoredReport>> All()
    {
        await using var command = _database.CreateCommand("SELECT case_id, reporter, match FROM reports");
        await using var reader = await command.ExecuteReaderAsync();
        var reports = new List<StoredReport>();
        while (await reader.ReadAsync())
        {
            reports.Add(new StoredReport(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return reports;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
