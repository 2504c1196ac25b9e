using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Whisper.Grains;
using Whisper.Grains.Events;
using Whisper.Grains.Moderation;
using Whisper.Hosting.Start;
using Whisper.Silo.Stores;
using Whisper.Silo.Stores.Postgres;
using Whisper.Silo.Stores.Sqlite;

namespace Whisper.Silo.Moderation;

/// <summary>What reports need, in one place.</summary>
public static class ReportServices
{
    /// <summary>
    /// Adds the report store, the seal, retention and the readiness check. In a <paramref name="cluster"/> the store is the
    /// PostgreSQL that all silos share, and nothing is written into the data directory; else it is SQLite.
    /// </summary>
    public static IServiceCollection AddWhisperReports(this IServiceCollection services, bool cluster = false)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StorageOptions>().BindConfiguration("Whisper").ValidateOnStart();
        services.AddOptions<ModerationOptions>().BindConfiguration("Whisper:Moderation").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModerationOptions>, ModerationOptionsValidator>();
        services.TryAddSingleton<DataDirectory>();
        services.AddSingleton<IEvidenceSigner>(provider => new EvidenceSigner(Key(provider)));
        services.AddHostedService<ReportRetention>();
        services.AddSingleton<ReportStoreHealth>();
        services.AddHealthChecks().AddCheck<ReportStoreHealth>(ReportStoreHealth.Name, tags: ["ready"]);
        return cluster ? services.AddPostgresReports() : services.AddSqliteReports();
    }

    private static IServiceCollection AddSqliteReports(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<IValidateOptions<ModerationOptions>, EvidenceKeyValidator>();
        services.AddSingleton(provider => new SqliteDatabase(provider.GetRequiredService<DataDirectory>().File(SqliteReportStore.FileName)));
        services.AddSingleton<IReportStore, SqliteReportStore>();
        return services.AddDirectReports();
    }

    private static IServiceCollection AddPostgresReports(this IServiceCollection services)
    {
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<IReportStore, PostgresReportStore>();
        services.AddSingleton<IPlatformEventStore, PostgresEventStore>();
        services.AddSingleton<IStartCheck, PostgresStartCheck>();
        services.AddHostedService<EventRetention>();
        return services.AddStreamedReportsAndEvents();
    }

    private static byte[] Key(IServiceProvider provider)
    {
        var configured = provider.GetRequiredService<IOptions<ModerationOptions>>().Value.EvidenceKey;
        return configured.Length > 0
            ? Convert.FromBase64String(configured)
            : EvidenceKeyFile.ReadOrMake(provider.GetRequiredService<DataDirectory>());
    }
}
