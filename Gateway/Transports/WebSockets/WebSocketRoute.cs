namespace Whisper.Gateway.Transports.WebSockets;

/// <summary>The pipeline of <c>/ws</c>: meter, the framework's WebSocket handshake, endpoint.</summary>
internal static class WebSocketRoute
{
    /// <summary>Builds it.</summary>
    public static void Configure(IApplicationBuilder app)
    {
        app.Use(static (context, next) =>
        {
            if (context.Request.Path.HasValue && context.Request.Path != "/")
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            if (HttpProtocol.IsHttp10(context.Request.Protocol))
            {
                // a handshake is of HTTP/1.1 at least
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Task.CompletedTask;
            }

            MeteredUpgrade.Interpose(context.Features);
            return next(context);
        });

        // the gateway's timing wheel watches over silence; a timer per connection would not do
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var endpoint = app.ApplicationServices.GetRequiredService<WebSocketEndpoint>();
        app.Run(endpoint.Serve);
    }
}
