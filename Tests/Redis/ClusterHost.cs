using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Whisper.Gateway;
using Whisper.Gateway.Cluster;
using Whisper.Hosting;
using Whisper.Hosting.Start;
using Whisper.LocalCluster;
using Whisper.Silo;
using Whisper.Silo.Admin;
using Whisper.Silo.Cluster;

namespace Whisper.Tests.Redis;

/// <summary>A silo or gateway of a cluster in this process, made by the product's own wiring.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;
    private bool _started;

    private ClusterHost(WebApplication app, DirectoryInfo folder, Uri address) => (_app, _folder, Address) = (app, folder, address);

    public IServiceProvider Services => _app.Services;

    public Uri Address { get; }

    /// <summary>A silo that is not started yet. Looks at its cluster's key as often as <paramref name="look"/> says.</summary>
    public static ClusterHost Silo(IReadOnlyDictionary<string, string> environment, TimeSpan? look = null, TimeProvider? clock = null) => Build(
        environment,
        builder =>
        {
            builder.Services.AddSingleton(new IncarnationTiming(look ?? TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300)));
            if (clock is not null)
            {
                builder.Services.AddSingleton(clock);
            }

            builder.Services.AddSingleton(ProcessRole.Silo);
            builder.AddWhisperSilo().AddWhisperAdmin().AddWhisperSiloEndpoints();
        },
        app =>
        {
            app.MapWhisperAdmin();
            app.MapWhisperSiloEndpoints();
        });

    /// <summary>A gateway that is not started yet.</summary>
    public static ClusterHost Gateway(IReadOnlyDictionary<string, string> environment) => Build(
        environment,
        builder =>
        {
            builder.Services.AddSingleton(ProcessRole.Gateway);
            builder.AddWhisperClusterClient().AddWhisperGateway();
        },
        app => app.UseWhisperGateway());

    /// <summary>A silo that has passed its checks and is a member.</summary>
    public static async Task<ClusterHost> StartSilo(IReadOnlyDictionary<string, string> environment, TimeSpan? look = null, TimeProvider? clock = null)
    {
        var host = Silo(environment, look, clock);
        Xunit.Assert.Empty(await host.Problems());
        await host.Start();
        return host;
    }

    public Task<IReadOnlyList<string>> Problems() => StartChecks.Problems(Services);

    public Task Start()
    {
        _started = true;
        return _app.StartAsync();
    }

    public async Task<HealthReport> Health() => await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    /// <summary>Waits until a check says what is expected of it.</summary>
    public async Task<string> Down(string check)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        HealthReport report;
        while ((report = await Health()).Entries[check].Status == HealthStatus.Healthy)
        {
            await look.WaitForNextTickAsync(patience.Token);
        }

        return report.Entries[check].Description!;
    }

    public T Part<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        if (_started)
        {
            // what a silo writes at its end cannot be written when its Redis is gone; it need not wait for that here
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await _app.StopAsync(patience.Token);
        }

        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static ClusterHost Build(IReadOnlyDictionary<string, string> environment, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var folder = Directory.CreateTempSubdirectory("whisper-host-");
        var address = $"http://127.0.0.1:{Ports.Free()}";
        var builder = WebApplication.CreateBuilder(["--urls", address]);
        builder.Configuration.AddInMemoryCollection(
            [
                new("Whisper:DataDirectory", folder.FullName),
                new("Whisper:Gateway:DrainWindow", "00:00:00"),
                .. environment.Select(pair => new KeyValuePair<string, string?>(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value)),
            ]);
        builder.Logging.ClearProviders();
        add(builder);
        var app = builder.Build();
        map(app);
        return new ClusterHost(app, folder, new Uri(address));
    }
}
