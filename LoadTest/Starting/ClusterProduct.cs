using System.Diagnostics;
using System.Text.Json;
using Whisper.LoadTest.Reporting;

namespace Whisper.LoadTest.Starting;

/// <summary>A cluster of one silo and as many gateways as the users need, started and ended by the program behind <c>make cluster</c>.</summary>
internal sealed class ClusterProduct : Product
{
    private readonly string _folder;
    private readonly string _logs;

    private ClusterProduct(string folder, string logs, string[] gateways, string[] pids) => (_folder, _logs, Gateways, Pids) = (folder, logs, gateways, pids);

    /// <inheritdoc />
    public override string[] Gateways { get; }

    /// <inheritdoc />
    public override string[] Pids { get; }

    /// <summary>Starts one.</summary>
    public static async Task<ClusterProduct> Launch(LoadOptions options, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("whisper-load-").FullName;
        var logs = Path.Combine(ResultFiles.FolderOf(options), "logs");
        var gateways = Math.Max(1, (options.Users + options.PerWorker - 1) / options.PerWorker);
        try
        {
            await Run(["up", $"--folder={folder}", "--silos=1", $"--gateways={gateways}", "--free-ports", "--detach"], cancellation);
            using var state = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "state.json"), cancellation));
            var processes = state.RootElement.GetProperty("processes").EnumerateArray()
                .Select(process => (Name: process.GetProperty("name").GetString()!, Id: process.GetProperty("id").GetInt32(), Port: process.GetProperty("port").GetInt32()))
                .ToArray();
            return new(
                folder,
                logs,
                [.. processes.Where(process => process.Name.StartsWith("gateway", StringComparison.Ordinal)).Select(process => $"http://127.0.0.1:{process.Port}")],
                [.. processes.Where(process => process.Name.StartsWith("gateway", StringComparison.Ordinal) || process.Name.StartsWith("silo", StringComparison.Ordinal)).Select(process => $"{process.Name.Split('-')[0]}={process.Id}")]);
        }
        catch
        {
            await End(folder, logs);
            throw;
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync() => await End(_folder, _logs);

    // what the servers said of the last run stays, which is what one wants to read of a run that failed
    private static async Task End(string folder, string logs)
    {
        await Run(["down", folder], CancellationToken.None);
        if (Directory.Exists(logs))
        {
            Directory.Delete(logs, recursive: true);
        }

        Directory.CreateDirectory(logs);
        foreach (var log in Directory.EnumerateFiles(folder, "*.log", SearchOption.AllDirectories))
        {
            File.Move(log, Path.Combine(logs, Path.GetFileName(log)), overwrite: true);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task Run(string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Built("LocalCluster"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Configure(start.Environment);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var problems = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The cluster did not {arguments[0]}: {await problems}{await output}");
        }
    }
}
