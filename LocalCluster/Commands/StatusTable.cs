using System.Globalization;
using Spectre.Console;
using Whisper.LocalCluster.Nodes;
using Whisper.LocalCluster.Servers;
using Whisper.LocalCluster.Topologies;

namespace Whisper.LocalCluster.Commands;

/// <summary>How every process is, looked at anew each second.</summary>
internal static class StatusTable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Shows it until told to stop, or until nothing runs any more.</summary>
    public static async Task Show(Topology topology, CancellationToken stop)
    {
        try
        {
            if (Console.IsOutputRedirected)
            {
                await UntilNothingRuns(topology, () => Task.CompletedTask, stop);
                return;
            }

            await AnsiConsole.Live(await Draw(topology, stop)).StartAsync(live => UntilNothingRuns(
                topology,
                async () => live.UpdateTarget(await Draw(topology, stop)),
                stop));
        }
        catch (OperationCanceledException)
        {
            // somebody has seen enough
        }
    }

    private static async Task UntilNothingRuns(Topology topology, Func<Task> update, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Look);
        while (await timer.WaitForNextTickAsync(stop) && topology.All.Any(server => !server.Process!.HasExited))
        {
            await update();
        }
    }

    private static async Task<Table> Draw(Topology topology, CancellationToken stop)
    {
        var table = new Table { Border = TableBorder.Rounded, Caption = new TableTitle("Ctrl+C ends the cluster") };
        table.AddColumns("process", "id", "port", "state", "connections", "up", "memory");
        foreach (var row in await Task.WhenAll(topology.All.Select(server => Row(server, stop))))
        {
            table.AddRow(row);
        }

        return table;
    }

    private static async Task<string[]> Row(Server server, CancellationToken stop)
    {
        var process = server.Process!;
        if (process.HasExited)
        {
            return [server.Name, $"{process.Id}", $"{server.Port}", $"[red]ended with {process.ExitCode}[/]", "", "", ""];
        }

        var up = TimeSpan.FromSeconds((long)process.Age.TotalSeconds);
        return [server.Name, $"{process.Id}", $"{server.Port}", await State(server, stop), await Connections(server, stop), $"{up}", string.Create(CultureInfo.InvariantCulture, $"{process.Mark.Resident >> 20} MiB")];
    }

    private static async Task<string> State(Server server, CancellationToken stop)
    {
        var state = server is Node node
            ? await node.Look(stop)
            : new Readiness(await Ports.IsOpen(server.Port, stop), ["no connection"]);
        return state.IsReady ? "[green]ready[/]" : $"[yellow]not ready: {Markup.Escape(string.Join(", ", state.Down))}[/]";
    }

    private static async Task<string> Connections(Server server, CancellationToken stop) => server is GatewayNode gateway
        ? $"{await Metrics.Sum(gateway.Url, "whisper_gateway_connections", stop):0}"
        : "";
}
