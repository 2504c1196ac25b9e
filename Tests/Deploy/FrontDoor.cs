using Whisper.LocalCluster.Servers;

namespace Whisper.Tests.Deploy;

/// <summary>The real HAProxy with the product's configuration, in front of whatever listens on some ports.</summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whisper-haproxy-").FullName;

    private FrontDoor(int[] backends, Dictionary<string, string> environment) =>
        Server = new HaproxyServer(_folder) { Gateways = backends, Environment = environment };

    public HaproxyServer Server { get; }

    public Uri Plain => new(Server.Url);

    public Uri Tls => new(Server.TlsUrl);

    /// <summary>Starts it and returns when it has found all backends up.</summary>
    public static async Task<FrontDoor> Start(int[] backends, params (string Name, string Value)[] environment)
    {
        var door = new FrontDoor(backends, environment.ToDictionary(pair => pair.Name, pair => pair.Value));
        await door.Server.Start();
        return door;
    }

    /// <summary>A client with its own cookies, if any; every request comes by a new connection.</summary>
    public static HttpClient Client(bool cookies = true) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = cookies,
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" },
    });

    /// <summary>Who answers, one request after the other.</summary>
    public async Task<string[]> Ask(HttpClient client, int times)
    {
        var answers = new List<string>();
        for (var i = 0; i < times; i++)
        {
            answers.Add(await client.GetStringAsync(Plain));
        }

        return [.. answers];
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
