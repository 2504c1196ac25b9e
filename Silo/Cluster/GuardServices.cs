using Microsoft.Extensions.DependencyInjection.Extensions;
using Whisper.Hosting.Redis;
using Whisper.Hosting.Start;

namespace Whisper.Silo.Cluster;

/// <summary>What keeps a silo from starting, or from being ready, where it would do harm.</summary>
internal static class GuardServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(IncarnationTiming.Default);
        services.AddSingleton<Fingerprint>().AddSingleton<IncarnationStore>().AddSingleton<PeerSearch>().AddSingleton<Incarnation>();
        services.AddSingleton<RedisStartCheck>();
        services.AddSingleton<IStartCheck>(provider => provider.GetRequiredService<RedisStartCheck>());
        services.AddSingleton<IStartCheck, ClockStartCheck>().AddSingleton<IStartCheck, IncarnationStartCheck>();
        services.AddSingleton<ClusterWatch>().AddHostedService(provider => provider.GetRequiredService<ClusterWatch>());
        services.AddSingleton<RedisHealth>();
        services.AddHealthChecks()
            .AddCheck<RedisHealth>(RedisHealth.Name)
            .AddCheck<IncarnationHealth>(IncarnationHealth.Name)
            .AddCheck<ClockHealth>(ClockHealth.Name);
    }
}
