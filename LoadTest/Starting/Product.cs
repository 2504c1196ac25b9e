using Whisper.LoadTest.Engine;

namespace Whisper.LoadTest.Starting;

/// <summary>The product, started for a test and ended behind it. It is only run, as anybody would: none of its code is used here.</summary>
internal abstract class Product : IAsyncDisposable
{
    // what a load test needs to differ: one address is thousands of people, and nobody is pinged out of idleness
    private static readonly (string Name, string Value)[] Settings =
    [
        ("Whisper__Limits__Enabled", "false"), ("Whisper__Gateway__PingInterval", "00:02:00"), ("Whisper__Gateway__SilenceTimeout", "00:05:00"), ("Logging__LogLevel__Default", "Warning"),
    ];

    /// <summary>Where it listens.</summary>
    public abstract string[] Gateways { get; }

    /// <summary>Its processes, as <c>name=id</c>.</summary>
    public abstract string[] Pids { get; }

    /// <summary>Starts what the options ask for, and waits until it is ready; they then say where it is.</summary>
    /// <param name="options">What was asked for, with the users known.</param>
    /// <param name="cancellation">When to give up.</param>
    /// <exception cref="InvalidOperationException">It is not built, or does not start.</exception>
    public static async Task<Product> Start(LoadOptions options, CancellationToken cancellation) => options.Start == "cluster"
        ? await ClusterProduct.Launch(options, cancellation)
        : await StandaloneProduct.Launch(cancellation);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();

    /// <summary>Adds the settings that a load test needs, unless the environment says something else.</summary>
    protected static void Configure(IDictionary<string, string?> environment)
    {
        foreach (var (name, value) in Settings)
        {
            environment.TryAdd(name, value);
        }
    }

    /// <summary>A built program of this checkout.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    protected static string Built(string project)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Whisper.sln")))
            {
                var file = Path.Combine(folder.FullName, project, "bin", "Release", "net10.0", $"Whisper.{project}.dll");
                return File.Exists(file) ? file : throw new InvalidOperationException($"{project} is not built: run make load, or dotnet build {project} -c Release.");
            }
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside a checkout of Whisper: say --gateways instead of --start.");
    }

    /// <summary>Waits until a gateway is ready.</summary>
    /// <exception cref="InvalidOperationException">Its process has ended, or it is not ready in time.</exception>
    protected static async Task Ready(string url, Func<bool> hasEnded, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = new(url) };
        for (var until = Clock.Now + (120 * Clock.Second); Clock.Now < until && !hasEnded(); await Task.Delay(100, cancellation))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not there yet
            }
        }

        throw new InvalidOperationException($"The server at {url} {(hasEnded() ? "has ended" : "is not ready after two minutes")}.");
    }
}
