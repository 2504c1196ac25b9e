using Whisper.Peers.Shared;

namespace Whisper.Peers.WebSockets;

/// <summary>Frames of whisper.v1 over ASP.NET Core's own WebSockets, as its documentation has them: middleware, accept, a loop that receives.</summary>
public static class WebSocketsPeer
{
    /// <summary>The server, not yet started.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseSockets(sockets => sockets.Backlog = 4096);
        builder.Services.AddSingleton<Pairing>();
        var app = builder.Build();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(120) });
        app.Map("/ws", Serve);
        return app;
    }

    private static async Task Serve(HttpContext context, Pairing pairing)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var protocol = context.WebSockets.WebSocketRequestedProtocols.Contains("whisper.v1") ? "whisper.v1" : null;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        await new Chatter(socket, pairing).Run(context.RequestAborted);
    }
}
