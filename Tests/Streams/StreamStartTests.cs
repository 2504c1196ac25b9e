using Microsoft.Extensions.Hosting;
using Whisper.LocalCluster;
using Whisper.LocalCluster.Servers;
using Whisper.Streaming.Nats;
using Xunit;

namespace Whisper.Tests.Streams;

/// <summary>A provider that cannot work does not start, and says why in one sentence.</summary>
public sealed class StreamStartTests
{
    [Fact]
    public async Task NoServer_IsTold()
    {
        var port = Ports.Free();
        Assert.Contains($"NATS at 127.0.0.1:{port} cannot be reached.", await Refusal(options =>
        {
            options.Url = $"nats://127.0.0.1:{port}";
            options.StartTimeout = TimeSpan.FromSeconds(1);
        }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongPassword_IsTold()
    {
        await using var server = new NatsServer(Directory.CreateTempSubdirectory("whisper-nats-").FullName);
        await server.Start(TestContext.Current.CancellationToken);
        var refusal = await Refusal(options =>
        {
            StreamCluster.Reach(options, server);
            options.Password = "secret-and-wrong";
        });
        Assert.Contains("refuses the user or the password.", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-and-wrong", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoJetStream_IsTold()
    {
        var folder = Directory.CreateTempSubdirectory("whisper-nats-").FullName;
        var port = Ports.Free();
        using var server = ChildProcess.Start(new ProcessPlan(
            "nats", "nats-server", ["--addr", "127.0.0.1", "--port", $"{port}"], new Dictionary<string, string>(), folder, Path.Combine(folder, "nats.log")));
        await StreamCluster.Until(() => Ports.IsOpen(port), "the server listened");
        Assert.Contains("runs without JetStream", await Refusal(options => options.Url = $"nats://127.0.0.1:{port}"), StringComparison.Ordinal);
        server.Send(Signal.Kill);
        await server.WaitForExit(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task WrongOptions_AreToldAllAtOnce()
    {
        var refusal = await Refusal(options => (options.Url, options.Queues, options.Stream) = ("redis://x", 0, "a b"));
        Assert.Contains("Url must be an address", refusal, StringComparison.Ordinal);
        Assert.Contains("Queues is 0; it must be 1 to 256.", refusal, StringComparison.Ordinal);
        Assert.Contains("Stream is \"a b\"", refusal, StringComparison.Ordinal);
    }

    /// <summary>
    /// The silo of a host of its own, left as it is: Orleans cannot stop a silo that did not start, and once its services are
    /// disposed of (the test cluster does) its directory reads an ended list of members without pause, on a whole core.
    /// </summary>
    private static async Task<string> Refusal(Action<NatsStreamOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(Ports.Free(), Ports.Free()).AddNatsStreams(StreamCluster.Provider, configure));
        var host = builder.Build();
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(TestContext.Current.CancellationToken));
        return refusal.ToString();
    }
}
