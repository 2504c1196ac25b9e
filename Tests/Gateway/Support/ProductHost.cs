using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Whisper.Standalone;
using Whisper.Tests.Support;

namespace Whisper.Tests.Gateway.Support;

/// <summary>The whole product in one process on a real port, with clocks that do not keep a test waiting.</summary>
internal sealed class ProductHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _data;
    // a client that nobody refers to any more would be collected, and its socket closed
    private readonly ConcurrentBag<ChatClient> _clients = [];
    private int _tags;

    private ProductHost(WebApplication app, string data) => (_app, _data) = (app, data);

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts one. Settings are given without their common <c>Whisper:</c>.</summary>
    public static async Task<ProductHost> Start(params (string Key, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("whisper-").FullName;
        (string, string)[] quick =
        [
            ("DataDirectory", data), ("Gateway:DrainWindow", "00:00:00"), ("Gateway:CloseTimeout", "00:00:00.5"),
            ("Matching:Tier2After", "00:00:01"), ("Matching:Timeout", "00:00:02"), ("Sessions:Grace", "00:00:02"), ("Limits:Enabled", "false"),
        ];
        var arguments = quick.Concat(settings).Select(setting => $"--Whisper:{setting.Item1}={setting.Item2}");
        var app = StandaloneApp.Build(
            ["--urls", "http://127.0.0.1:0", .. arguments],
            builder => builder.Logging.ClearProviders().AddProvider(new CapturedLogProvider(new CapturedLog())));
        await app.StartAsync();
        var host = new ProductHost(app, data);
        await host.Ready();
        return host;
    }

    /// <summary>Interests that no other test on this host has.</summary>
    public string[] Interests(int count = 2)
    {
        var number = Interlocked.Increment(ref _tags);
        return [.. Enumerable.Range(0, count).Select(i => $"tag {number} {(char)('a' + i)}")];
    }

    public async Task<ChatClient> Join()
    {
        var client = await ChatClient.Join(Address);
        _clients.Add(client);
        return client;
    }

    public async Task<ChatClient> Searching(params string[] interests)
    {
        var client = await Join();
        await client.Find(interests);
        await client.Expect("searching");
        return client;
    }

    /// <summary>Two who have just met.</summary>
    public async Task<(ChatClient First, ChatClient Second)> Pair()
    {
        var interests = Interests();
        var (first, second) = (await Searching(interests), await Searching(interests));
        await first.Expect("match_found");
        await second.Expect("match_found");
        return (first, second);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));
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

/// <summary>One product for the tests of a class.</summary>
public sealed class SharedProduct : Xunit.IAsyncLifetime
{
    internal ProductHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await ProductHost.Start();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>The classes that share one product and so run one after the other.</summary>
[Xunit.CollectionDefinition(Name)]
public sealed class ProductTests : Xunit.ICollectionFixture<SharedProduct>
{
    public const string Name = "the whole product";
}
