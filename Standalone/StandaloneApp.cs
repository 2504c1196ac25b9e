using Whisper.Gateway;
using Whisper.Hosting;
using Whisper.Silo;
using Whisper.Silo.Admin;

namespace Whisper.Standalone;

/// <summary>Silo and gateway in one process, with nothing to install.</summary>
public static class StandaloneApp
{
    private const string DefaultUrl = "http://localhost:8080";

    /// <summary>Everything registered, nothing made yet: settings can still be looked at as a whole.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Services.AddSingleton(ProcessRole.Standalone);
        builder.AddWhisperSilo();
        builder.AddWhisperAdmin();
        builder.AddWhisperGateway();
        return builder;
    }

    /// <summary>Maps what is served. Call it when the settings are known to be right.</summary>
    public static void Map(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapWhisperAdmin();
        app.UseWhisperGateway();
    }

    /// <summary>Builds the whole product; <paramref name="configure"/> may change the services before they are built.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = CreateBuilder(args);
        configure?.Invoke(builder);
        var app = builder.Build();
        Map(app);
        return app;
    }
}
