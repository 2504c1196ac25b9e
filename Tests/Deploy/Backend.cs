using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Whisper.Tests.Deploy;

/// <summary>A small web server in a gateway's place: says who it is, and what it was sent.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Backend(string name, WebApplication app) => (Name, _app) = (name, app);

    public string Name { get; }

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>What it answers to everything but <c>/health/ready</c>.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>What it answers to <c>/health/ready</c>.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>The headers of the last request.</summary>
    public IReadOnlyDictionary<string, string> Received { get; private set; } = new Dictionary<string, string>();

    public static async Task<Backend> Start(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var backend = new Backend(name, app);
        app.MapGet("/health/ready", () => backend.IsReady ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        app.MapFallback(backend.Answer);
        await app.StartAsync();
        return backend;
    }

    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task Answer(HttpContext context)
    {
        Received = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        context.Response.StatusCode = (int)Status;
        return context.Response.WriteAsync(Name);
    }
}
