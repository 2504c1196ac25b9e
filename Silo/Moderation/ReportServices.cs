using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Whisper.Grains.Moderation;
using Whisper.Silo.Stores;
using Whisper.Silo.Stores.Sqlite;

namespace Whisper.Silo.Moderation;

/// <summary>What reports need, in one place.</summary>
public static class ReportServices
{
    /// <summary>Adds the report store (SQLite), the seal, retention and the readiness check.</summary>
    public static IServiceCollection AddWhisperReports(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StorageOptions>().BindConfiguration("Whisper").ValidateOnStart();
        services.AddOptions<ModerationOptions>().BindConfiguration("Whisper:Moderation").ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<IValidateOptions<ModerationOptions>, ModerationOptionsValidator>();
        services.AddSingleton<IValidateOptions<ModerationOptions>, EvidenceKeyValidator>();
        services.TryAddSingleton<DataDirectory>();
        services.AddSingleton<IEvidenceSigner>(provider => new EvidenceSigner(Key(provider)));
        services.AddSingleton(provider => new SqliteDatabase(provider.GetRequiredService<DataDirectory>().File(SqliteReportStore.FileName)));
        services.AddSingleton<IReportStore, SqliteReportStore>();
        services.AddHostedService<ReportRetention>();
        services.AddSingleton<ReportStoreHealth>();
        services.AddHealthChecks().AddCheck<ReportStoreHealth>(ReportStoreHealth.Name, tags: ["ready"]);
        return services;
    }

    private static byte[] Key(IServiceProvider provider)
    {
        var configured = provider.GetRequiredService<IOptions<ModerationOptions>>().Value.EvidenceKey;
        return configured.Length > 0
            ? Convert.FromBase64String(configured)
            : EvidenceKeyFile.ReadOrMake(provider.GetRequiredService<DataDirectory>());
    }
}
