// using Whisper.Gateway;
using Whisper.Silo;

namespace Whisper.Standalone;

/// <summary>Silo and gateway in one process, with nothing to install.</summary>
public static class StandaloneApp
{
    /// <summary>Builds the whole product; <paramref name="configure"/> may change the services before they are built.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddWhisperSilo();
        configure?.Invoke(builder);
        var app = builder.Build();
        return app;
    }
}
