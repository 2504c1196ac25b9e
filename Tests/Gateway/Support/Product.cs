using System.Collections.Concurrent;
using System.Net;

namespace Whisper.Tests.Gateway.Support;

/// <summary>The whole product as people and operators see it, whatever it consists of.</summary>
internal abstract class Product : IAsyncDisposable
{
    /// <summary>Clocks that do not keep a test waiting. Settings are given without their common <c>Whisper:</c>.</summary>
    protected static readonly (string Key, string Value)[] Quick =
    [
        ("Gateway:DrainWindow", "00:00:00"), ("Gateway:CloseTimeout", "00:00:00.5"),
        ("Matching:Tier2After", "00:00:01"), ("Matching:Timeout", "00:00:03"), ("Sessions:Grace", "00:00:02"), ("Limits:Enabled", "false"),
    ];

    // a client that nobody refers to any more would be collected, and its socket closed
    private readonly ConcurrentBag<ChatClient> _clients = [];
    private int _tags;

    /// <summary>Where the next client connects, which may be another place each time.</summary>
    public abstract Uri Address { get; }

    /// <summary>Where operators work.</summary>
    protected abstract Uri Operators { get; }

    /// <summary>Interests that no other test on this product has.</summary>
    public string[] Interests(int count = 2)
    {
        var number = Interlocked.Increment(ref _tags);
        return [.. Enumerable.Range(0, count).Select(i => $"tag {number} {(char)('a' + i)}")];
    }

    public async Task<ChatClient> Join()
    {
        var client = await ChatClient.Join(Address);
        client.ComesBackTo = Address;
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
        var (first, second) = (await Join(), await Join());
        await first.Find(interests);
        await second.Find(interests);
        await first.ExpectMatch();
        await second.ExpectMatch();
        return (first, second);
    }

    /// <summary>What an operator does about a report; it may take a moment until the report is where operators see it.</summary>
    public async Task BanReported(string caseId)
    {
        using var http = new HttpClient { BaseAddress = Operators };
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = new CancellationTokenSource(RawClient.Patience);
        while (true)
        {
            using var answer = await http.PostAsync(new Uri($"/admin/reports/{caseId}/ban", UriKind.Relative), null, patience.Token);
            if (answer.StatusCode != HttpStatusCode.NotFound)
            {
                answer.EnsureSuccessStatusCode();
                return;
            }

            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));
        await Stop();
    }

    protected abstract Task Stop();
}

/// <summary>One product for the tests of several classes.</summary>
public abstract class SharedProduct : Xunit.IAsyncLifetime
{
    private Product? _host;

    internal Product Host => _host!;

    public async ValueTask InitializeAsync() => _host = await Start();

    public async ValueTask DisposeAsync()
    {
        // null when it did not start
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<Product> Start();
}
