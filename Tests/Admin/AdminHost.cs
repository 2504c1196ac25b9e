using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Whisper.Grains.Moderation;
using Whisper.Silo;
using Whisper.Silo.Admin;
using Whisper.Tests.Moderation;
using Xunit;

namespace Whisper.Tests.Admin;

/// <summary>A silo with its operators' side and nothing else, on a real port of loopback; reports are kept in memory.</summary>
public sealed class AdminHost : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("whisper-admin-");
    private WebApplication? _app;

    internal FakeReportStore Store { get; } = new();

    internal WebApplication App => _app!;

    internal HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("Whisper:DataDirectory", _directory.FullName)]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddWhisperSilo().AddWhisperAdmin();
        builder.Services.Replace(ServiceDescriptor.Singleton<IReportStore>(Store));
        _app = builder.Build();
        _app.MapWhisperAdmin();
        await _app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
