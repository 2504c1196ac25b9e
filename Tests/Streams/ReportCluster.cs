using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Whisper.Grains;
using Whisper.Grains.Events;
using Whisper.Grains.Moderation;
using Whisper.LocalCluster.Servers;
using Whisper.Moderation;
using Whisper.Silo.Stores.Postgres;
using Whisper.Silo.Streams;
using Whisper.Tests.Cluster;
using Whisper.Tests.Moderation;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>Two silos with the real NATS and PostgreSQL, which tests may stop.</summary>
public sealed class ReportCluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // one for each: PostgreSQL runs as another user, who may not look into the folder of this one
    private readonly string[] _folders = [.. Enumerable.Range(0, 2).Select(_ => Directory.CreateTempSubdirectory("whisper-streams-").FullName)];
    private readonly EvidenceSigner _signer = new(new byte[32]);

    public ReportCluster()
    {
        Nats = new NatsServer(_folders[0]);
        Postgres = new PostgresServer(_folders[1]);
    }

    public NatsServer Nats { get; }

    public PostgresServer Postgres { get; }

    internal WhisperCluster Whisper { get; private set; } = null!;

    private PostgresOptions Settings => new() { Host = "127.0.0.1", Port = Postgres.Port, Password = Postgres.Password };

    internal CapturedLog Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(Nats.Start(), Postgres.Start());
        await using (var database = new PostgresDatabase(Options.Create(Settings)))
        {
            // as a silo does before it joins
            await database.Run(_ => Task.FromResult(true), CancellationToken.None);
        }

        Whisper = await WhisperCluster.Start(configure: AddStores);
    }

    public async ValueTask DisposeAsync()
    {
        await Whisper.DisposeAsync();
        await Nats.DisposeAsync();
        await Postgres.DisposeAsync();
        Array.ForEach(_folders, folder => Directory.Delete(folder, recursive: true));
    }

    internal ReportFiling NewFiling() => Reports.Filing(_signer, (1, "canary-text"), (2, "another"));

    internal Task<ReportResult> File(ReportFiling filing) => Whisper.Grains.GetGrain<IReportDesk>(0).File(filing);

    /// <summary>Rows of a question to PostgreSQL.</summary>
    internal async Task<long> Count(string sql, object? parameters = null)
    {
        var address = $"Host=127.0.0.1;Port={Postgres.Port};Database={PostgresServer.Database};Username={PostgresServer.User};Password={Postgres.Password};Pooling=false";
        await using var connection = new NpgsqlConnection(address);
        return await connection.ExecuteScalarAsync<long>(sql, parameters);
    }

    internal Task<long> StoredAs(string caseId) => Count("SELECT count(*) FROM reports WHERE case_id = @caseId", new { caseId });

    internal static Task Until(Func<Task<bool>> holds, string what) => Eventually.True(holds, what, Patience);

    private void AddStores(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ILoggerProvider>(new CapturedLogProvider(Log));
        silo.Services.AddSingleton(Options.Create(Settings));
        silo.Services.AddSingleton<PostgresDatabase>();
        silo.Services.AddSingleton<IReportStore, PostgresReportStore>();
        silo.Services.AddSingleton<IPlatformEventStore, PostgresEventStore>();
        silo.Services.AddStreamedReportsAndEvents();
        silo.Services.AddSingleton(Options.Create(new NatsOptions { Url = Nats.Url, User = NatsServer.User, Password = Nats.Password }));
        StreamParts.Use(silo);
    }
}
