using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Whisper.LocalCluster.State;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.LocalCluster;

/// <summary>What <c>make cluster</c> and <c>make cluster-down</c> run, as a process.</summary>
[Collection(ClusterTests.Name)]
public sealed class MakeClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whisper-make-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cluster_LivesOnAlone_KeepsItsSecrets_AndEndsByItsState()
    {
        string[] up = ["up", $"--folder={_folder}", "--free-ports", "--silos=1", "--gateways=1", "--detach"];
        try
        {
            var (code, output) = await Run(up);
            Assert.True(code == 0, output);
            Assert.Contains("All is ready.", output, StringComparison.Ordinal);
            var state = ClusterState.In(_folder);
            Assert.Equal(["gateway-1", "haproxy", "nats", "postgres", "redis", "silo-1"], state.Alive().Select(process => process.Name).Order(StringComparer.Ordinal));
            Assert.All(state.Processes, process => Assert.True(File.Exists(process.Log)));
            await Chat(state);

            (code, output) = await Run(up);
            Assert.Equal(1, code);
            Assert.Contains("A cluster runs already", output, StringComparison.Ordinal);
            await Down(state);

            // the data is the same, and so must be the passwords
            var secrets = Path.Combine(_folder, "secrets.json");
            var drawn = await File.ReadAllTextAsync(secrets, Stop);
            (code, output) = await Run(up);
            Assert.True(code == 0, output);
            Assert.Equal(drawn, await File.ReadAllTextAsync(secrets, Stop));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(secrets));
            await Chat(ClusterState.In(_folder));
            await Down(ClusterState.In(_folder));
        }
        finally
        {
            await Run("down", _folder);
        }
    }

    [Fact]
    public async Task PortInUse_IsSaidBeforeAnythingStarts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var (code, output) = await Run("up", $"--folder={_folder}", $"--http-port={port}", "--detach");
        Assert.Equal(1, code);
        Assert.Contains("error: ", output, StringComparison.Ordinal);
        Assert.Contains($"Port {port}, which haproxy needs, is in use.", output, StringComparison.Ordinal);
        Assert.Empty(ClusterState.In(_folder).Processes);
    }

    [Theory]
    [InlineData("--silos=0", "--silos is \"0\"; it must be from 1 to 60.")]
    [InlineData("--gateways=many", "--gateways is \"many\"; it must be from 1 to 60.")]
    [InlineData("--nonsense", "--nonsense means nothing here.")]
    public async Task WrongOption_IsSaid(string option, string sentence)
    {
        var (code, output) = await Run("up", $"--folder={_folder}", option);
        Assert.Equal(1, code);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    private async Task Down(ClusterState state)
    {
        var (code, output) = await Run("down", _folder);
        Assert.True(code == 0, output);
        Assert.Empty(state.Alive());
        Assert.Empty(ClusterState.In(_folder).Processes);
        Assert.Contains("No cluster runs.", (await Run("down", _folder)).Output, StringComparison.Ordinal);
    }

    private static async Task Chat(ClusterState state)
    {
        var proxy = state.Processes.Single(process => process.Name == "haproxy");
        var door = new Uri($"https://localhost:{proxy.Others["tls"]}");
        await using var first = await ChatClient.Join(door);
        await using var second = await ChatClient.Join(door);
        foreach (var client in (ChatClient[])[first, second])
        {
            await client.Find("chess", "go");
            await client.Expect("searching");
        }

        await first.Expect("match_found");
        await second.Expect("match_found");
        await first.Say(1, "through TLS");
        Assert.Equal("through TLS", (await second.Expect("message")).GetProperty("text").GetString());
        await second.Ack(1);
        await first.Expect("delivered");
    }

    private static async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Whisper.LocalCluster.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // reaches the gateway, which else would take its time to send people away
        start.Environment["Whisper__Gateway__DrainWindow"] = "00:00:00";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var errors = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output + errors);
    }
}
