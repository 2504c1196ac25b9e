using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Sessions;
using Whisper.Gateway.Transports;
using Whisper.Gateway.Transports.Epoll;
using Whisper.Gateway.Transports.WebSockets;
using Whisper.Hosting.Health;
using Whisper.Hosting.Metrics;
using Whisper.Hosting.Tracing;
using Whisper.Matching;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Gateway;

/// <summary>Makes a host a gateway. The host brings an <see cref="IGrainFactory"/>: a silo's own, or a cluster client's.</summary>
public static class GatewayHosting
{
    /// <summary>Adds everything of a gateway to a host that is being built.</summary>
    public static WebApplicationBuilder AddWhisperGateway(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        KestrelSetup.Apply(builder);
        AddOptions(builder.Services);
        AddParts(builder.Services);
        builder.Services.AddWhisperTracing(builder.Configuration);
        builder.Services.AddHealthChecks()
            .AddCheck<LeaseHealth>("cluster")
            .AddCheck<DrainingHealth>("gateway");
        builder.Services.AddWhisperMetrics();
        return builder;
    }

    /// <summary>Maps <c>/ws</c>, <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c> and the web client.</summary>
    public static WebApplication UseWhisperGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Map("/ws", WebSocketRoute.Configure);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = ReadinessReport.Write });
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.UseMiddleware<WebClient>();
        return app;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateOnStart();
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateOnStart();
        services.AddOptions<ContentFilterOptions>().BindConfiguration(ContentFilterOptions.Section).ValidateOnStart();
        services.AddOptions<MatchingOptions>().BindConfiguration(MatchingOptions.Section).ValidateOnStart();
        services.AddOptions<UserSessionOptions>().BindConfiguration(UserSessionOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ContentFilterOptions>, ContentFilterOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MatchingOptions>, MatchingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UserSessionOptions>, UserSessionOptionsValidator>());

        // a drain takes its window, and what follows a little more
        services.AddOptions<HostOptions>().Configure<IOptions<GatewayOptions>>((host, gateway) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(30) + gateway.Value.DrainWindow + gateway.Value.CloseTimeout);
    }

    private static void AddParts(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);

        // connections
        services.AddSingleton<GatewayClock>().AddSingleton<GatewayMetrics>().AddSingleton<ConnectionTable>();
        services.AddSingleton(_ => new TimingWheel()).AddSingleton<Closer>().AddSingleton<Outbound>();
        services.AddSingleton<IEdge, Edge>().AddSingleton<Liveness>();

        // limits
        services.AddSingleton<AddressLimits>().AddSingleton<ClientLimits>().AddSingleton<ClientAddresses>().AddSingleton<ContentFilter>();

        // sessions
        services.TryAddSingleton<IGrainPeers, GrainPeers>();
        services.AddSingleton<SessionDirectory>().AddSingleton<GrainCalls>().AddSingleton<RoomCalls>().AddSingleton<Departures>().AddSingleton<SlowStart>().AddSingleton<Intents>();
        services.AddSingleton(provider => new Lazy<FrameDispatch>(provider.GetRequiredService<FrameDispatch>));
        services.AddSingleton<FrameDispatch>().AddSingleton<Welcomes>().AddSingleton<HelloFlow>().AddSingleton<SearchFlow>();
        services.AddSingleton<MessageFlow>().AddSingleton<Acknowledgements>().AddSingleton<ChatFlow>().AddSingleton<ReportFlow>();

        // delivery
        services.AddSingleton<GatewayIdentity>().AddSingleton<EventRelay>();
        services.AddSingleton<GatewayObserver>().AddSingleton<IGatewayHere>(provider => provider.GetRequiredService<GatewayObserver>());
        services.AddSingleton<OnlineCount>().AddSingleton<LeaseKeeper>().AddSingleton<RoomLanes>().AddSingleton<Beliefs>().AddSingleton<Reassertion>();
        services.AddSingleton(provider => new Lazy<Reassertion>(provider.GetRequiredService<Reassertion>));

        // transports
        services.AddSingleton<OriginPolicy>().AddSingleton<HandshakeRules>().AddSingleton<WebSocketTransport>().AddSingleton<WebSocketEndpoint>();
        if (OperatingSystem.IsLinux())
        {
            services.AddSingleton<EpollTransport>().AddSingleton<IConnectionListenerFactory, EpollListenerFactory>();
        }

        // what runs by itself; the host stops them in the opposite order
        services.AddSingleton<Draining>();
        services.AddHostedService(provider => provider.GetRequiredService<Liveness>());
        services.AddHostedService(provider => provider.GetRequiredService<LeaseKeeper>());
        services.AddHostedService(provider => provider.GetRequiredService<Reassertion>());
        services.AddHostedService<OnlineTeller>();
        services.AddHostedService<DrainService>();
    }
}
