using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Whisper.Standalone;
using Whisper.Tests.Support;

namespace Whisper.Tests.Gateway.Support;

/// <summary>The whole product in one process on a real port.</summary>
internal sealed class ProductHost : Product
{
    private readonly WebApplication _app;
    private readonly string _data;

    private ProductHost(WebApplication app, string data) => (_app, _data) = (app, data);

    public override Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    protected override Uri Operators => Address;

    /// <summary>Starts one. Settings are given without their common <c>Whisper:</c>.</summary>
    public static async Task<ProductHost> Start(params (string Key, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("whisper-").FullName;
        var arguments = Quick.Append(("DataDirectory", data)).Concat(settings).Select(setting => $"--Whisper:{setting.Item1}={setting.Item2}");
        var app = StandaloneApp.Build(
            ["--urls", "http://127.0.0.1:0", .. arguments],
            builder => builder.Logging.ClearProviders().AddProvider(new CapturedLogProvider(new CapturedLog())));
        await app.StartAsync();
        var host = new ProductHost(app, data);
        await host.Ready();
        return host;
    }

    protected override async Task Stop()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task Ready()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!(await http.GetAsync("/health/ready")).IsSuccessStatusCode)
        {
            await look.WaitForNextTickAsync();
        }
    }
}

/// <summary>One process.</summary>
public sealed class StandaloneProduct : SharedProduct
{
    private protected override async Task<Product> Start() => await ProductHost.Start();
}

/// <summary>The classes that share one process and so run one after the other.</summary>
[Xunit.CollectionDefinition(Name)]
public sealed class StandaloneTests : Xunit.ICollectionFixture<StandaloneProduct>
{
    public const string Name = "the whole product, standalone";
}
