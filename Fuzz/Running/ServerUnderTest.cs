using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Whisper.Standalone;

namespace Whisper.Fuzz.Running;

/// <summary>The whole product in this process on a real port, without limits: what it refuses, it refuses for the sake of the RFC.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _data;

    private ServerUnderTest(WebApplication app, string data, ErrorLog errors)
    {
        (_app, _data, Errors) = (app, data, errors);
        EndPoint = new IPEndPoint(IPAddress.Loopback, new Uri(app.Urls.Single()).Port);
        Leaks = new LeakCheck(app.Services);
    }

    public EndPoint EndPoint { get; }

    /// <summary>What it logged as an error, which nothing that a client sends may cause.</summary>
    public ErrorLog Errors { get; }

    /// <summary>What must be as it was when everybody has gone.</summary>
    public LeakCheck Leaks { get; }

    public static async Task<ServerUnderTest> Start(string transport)
    {
        var data = Directory.CreateTempSubdirectory("whisper-fuzz-").FullName;
        var errors = new ErrorLog();
        var app = StandaloneApp.Build(
            [
                "--urls", "http://127.0.0.1:0", $"--Whisper:DataDirectory={data}", $"--Whisper:Gateway:Transport={transport}", "--Whisper:Limits:Enabled=false",
                "--Whisper:Gateway:CloseTimeout=00:00:00.5", "--Whisper:Gateway:DrainWindow=00:00:00", "--Whisper:Gateway:HelloTimeout=00:05:00",
            ],
            builder => builder.Logging.ClearProviders().AddProvider(errors));
        await app.StartAsync();
        return new ServerUnderTest(app, data, errors);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        Errors.Dispose();
    }
}
