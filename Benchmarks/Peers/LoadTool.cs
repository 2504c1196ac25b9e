using System.Diagnostics;
using System.Text.Json;
using Whisper.LocalCluster;

namespace Whisper.Benchmarks.Peers;

/// <summary>Runs the load tester, a process of its own, against a server.</summary>
internal static class LoadTool
{
    /// <summary>It could not be made: the server did not take the load.</summary>
    private const int CouldNotRun = 3;

    /// <summary>Runs a scenario.</summary>
    /// <param name="contender">What serves.</param>
    /// <param name="server">Where.</param>
    /// <param name="scenario">The scenario with its arguments.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Its figures by name; null when there are none because the server does not take the load.</returns>
    /// <exception cref="InvalidOperationException">The load tester itself failed, or the server broke a promise.</exception>
    public static async Task<IReadOnlyDictionary<string, double>?> Run(Contender contender, IContenderServer server, string[] scenario, CancellationToken cancellation)
    {
        var file = Checkout.PathOf("artifacts", "peers", $"{contender.Name}-{scenario[0]}.json");
        File.Delete(file);
        string[] arguments =
        [
            Checkout.PathOf("LoadTest", "bin", "Release", "net10.0", "Whisper.LoadTest.dll"), .. scenario,
            "--adapter", contender.Adapter, "--gateways", server.Url, "--pids", string.Join(',', server.Pids), "--json", file, "--plain",
        ];
        using var tool = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Checkout.Root })!;
        using var end = cancellation.Register(() => tool.Kill(entireProcessTree: true));
        var output = tool.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var said = await tool.StandardError.ReadToEndAsync(CancellationToken.None);
        await output;
        await tool.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (server.LastWords is { } words)
        {
            throw new InvalidOperationException($"{contender.Name} ended under the load ({string.Join(' ', scenario)}):\n{words}");
        }

        if (tool.ExitCode == CouldNotRun)
        {
            return null;
        }

        if (!File.Exists(file))
        {
            throw new InvalidOperationException($"The load tester failed at {contender.Name} ({string.Join(' ', scenario)}):\n{said}");
        }

        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(file, cancellation));
        return result.RootElement.GetProperty("figures").EnumerateObject().ToDictionary(figure => figure.Name, figure => figure.Value.GetDouble());
    }
}
