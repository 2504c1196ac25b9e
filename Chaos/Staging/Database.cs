using Npgsql;
using Whisper.Chaos.Checking;
using Whisper.LocalCluster.Servers;

namespace Whisper.Chaos.Staging;

/// <summary>Looks at what PostgreSQL really has, while it is there: made anew when it was gone.</summary>
internal sealed class Database(PostgresServer postgres) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = postgres.Port,
        Database = PostgresServer.Database,
        Username = PostgresServer.User,
        Password = postgres.Password,
        Timeout = 5,
        // looked at again and again while chats are timed: a connection costs more than the question
        MaxPoolSize = 1,
    });

    /// <summary>How many of these reports it has, each at least once.</summary>
    public async Task<long> Count(string[] cases)
    {
        await using var command = _database.CreateCommand("SELECT count(DISTINCT case_id) FROM reports WHERE case_id = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = cases });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private Task<IReadOnlyList<StoredReport>> Reports() =>
        Read("SELECT case_id, reporter, match FROM reports", row => new StoredReport(row.GetString(0), row.GetString(1), row.GetString(2)));

    /// <summary>Everything.</summary>
    public async Task<StoredEffects> All() =>
        new(await Reports(), await Read("SELECT kind, subject FROM platform_events", row => new StoredEvent(row.GetString(0), row.GetString(1))));

    private async Task<IReadOnlyList<T>> Read<T>(string query, Func<NpgsqlDataReader, T> read)
    {
        await using var command = _database.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
