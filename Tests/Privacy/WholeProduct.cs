using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Whisper.Standalone;
using Whisper.Tests.Support;

namespace Whisper.Tests.Privacy;

/// <summary>The whole product in this process, with every log line at every level kept.</summary>
internal sealed class WholeProduct : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("whisper-privacy-");
    private readonly CapturedLogProvider _provider;
    private WebApplication? _app;

    private WholeProduct() => _provider = new CapturedLogProvider(Log);

    public CapturedLog Log { get; } = new();

    public Uri Url => new(_app!.Urls.Single());

    public IServiceProvider Services => _app!.Services;

    public string DataDirectory => _directory.FullName;

    public static async Task<WholeProduct> Start(Canaries canaries)
    {
        var product = new WholeProduct();
        product._app = StandaloneApp.Build([], builder => product.Configure(builder, canaries));
        await product._app.StartAsync();
        return product;
    }

    /// <summary>Everything a GET can be sent to, but the reports themselves and the files of pages.</summary>
    public IEnumerable<string> Readable() => Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET"))
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
        .Where(path => !path.Contains("{**path}", StringComparison.Ordinal) && !path.StartsWith("/admin/reports/{", StringComparison.Ordinal) && path != "/ws");

    public IEnumerable<(string Name, string Content)> Files() => _directory.EnumerateFiles("*", SearchOption.AllDirectories).Select(file =>
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return (file.Name, reader.ReadToEnd());
    });

    public Task Stop() => _app!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _provider.Dispose();
        if (_directory.Exists)
        {
            _directory.Delete(recursive: true);
        }
    }

    private void Configure(WebApplicationBuilder builder, Canaries canaries)
    {
        builder.Configuration.AddInMemoryCollection([
            new("Whisper:DataDirectory", DataDirectory),
            new("Whisper:Gateway:TrustedProxies:0", "127.0.0.1"),
            new("Whisper:Gateway:DrainWindow", "00:00:00"),
            new("Whisper:Moderation:BlockedTerms:0", canaries.Blocked),
        ]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(_provider).AddFilter<CapturedLogProvider>(null, LogLevel.Trace);
    }
}
