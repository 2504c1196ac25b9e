using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Whisper.Gateway;
using Whisper.Tests.Support;

namespace Whisper.Tests.Gateway.Support;

/// <summary>A real gateway on a real port, in front of a cluster that is not there.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    // nobody who stops a test's gateway wants to wait for it
    private static readonly (string Key, string Value)[] Quick = [("Gateway:DrainWindow", "00:00:00"), ("Gateway:CloseTimeout", "00:00:00.5")];

    private readonly WebApplication _app;
    private readonly FakeTimeProvider? _clock;

    private GatewayHost(WebApplication app, FakeCluster cluster, CapturedLog log, FakeTimeProvider? clock)
    {
        (_app, Cluster, Log, _clock) = (app, cluster, log, clock);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public System.Net.IPEndPoint EndPoint => new(System.Net.IPAddress.Loopback, Address.Port);

    public FakeCluster Cluster { get; }

    public CapturedLog Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts one. Settings are given without their common <c>Whisper:</c>.</summary>
    public static Task<GatewayHost> Start(params (string Key, string Value)[] settings) => Start(clock: null, settings);

    /// <summary>Starts one that goes by a clock of the test's.</summary>
    public static async Task<GatewayHost> Start(FakeTimeProvider? clock, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Configuration.AddInMemoryCollection(
            Quick.Concat(settings).GroupBy(setting => setting.Key).Select(group => KeyValuePair.Create($"Whisper:{group.Key}", (string?)group.Last().Value)));
        var (cluster, log) = (new FakeCluster(), new CapturedLog());
        builder.Logging.ClearProviders().AddProvider(new CapturedLogProvider(log));
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton(cluster.Factory).AddSingleton(cluster.Peers);
        builder.AddWhisperGateway();
        var app = builder.Build();
        app.UseWhisperGateway();
        await app.StartAsync();
        return new GatewayHost(app, cluster, log, clock);
    }

    public Task<ChatClient> Connect(params string[] headers) => ChatClient.Connect(Address, headers);

    public Task<ChatClient> Join(string? resume = null, long? received = null) => ChatClient.Join(Address, resume, received);

    /// <summary>Somebody who searches.</summary>
    public async Task<ChatClient> Searching()
    {
        var client = await Join();
        await client.Find("chess", "go");
        await client.Expect("searching");
        return client;
    }

    /// <summary>Somebody in a chat, with a partner who exists only as far as the test says.</summary>
    public async Task<ChatClient> Chatting(Whisper.Rooms.MatchId match)
    {
        var client = await Searching();
        await Cluster.Deliver(Cluster.Connection, new Whisper.Delivery.MatchFoundEvent(match, Whisper.Matching.Tier.Exact, ["chess", "go"]));
        await client.Expect("match_found");
        return client;
    }

    public T Part<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        var stopping = _app.StopAsync();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (_clock is not null && !stopping.IsCompleted)
        {
            // a stop waits by the clock of the gateway, which nobody else moves on
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await look.WaitForNextTickAsync();
        }

        await stopping;
        await _app.DisposeAsync();
    }
}
