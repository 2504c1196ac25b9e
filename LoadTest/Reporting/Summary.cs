using System.Globalization;
using Spectre.Console;

namespace Whisper.LoadTest.Reporting;

/// <summary>What is said at the end of a run.</summary>
internal static class Summary
{
    private static readonly string[] Shown =
    [
        "online", "connectsPerSecond", "reconnectsPerMinute", "searchesPerSecond", "receivedPerSecond", "foundShare",
        "connect.p50", "connect.p99", "resume.p50", "resume.p99", "message.p50", "message.p95", "message.p99", "message.max", "decision.p50", "decision.p99", "decision.max",
        "server.bytesPerConnection", "kernel.bytesPerConnection", "client.bytesPerConnection", "server.cpuPerConnectionSecond", "server.cpu", "client.cpu",
        "server.cpuPerMessage", "server.cpuPerSearch", "server.cpuPerConnect", "server.cpuPerReconnect", "redelivered",
    ];

    /// <summary>Writes it.</summary>
    public static void Write(Result result, IAnsiConsole console)
    {
        var figures = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        foreach (var name in Shown.Where(name => result.Figures.GetValueOrDefault(name) != 0))
        {
            figures.AddRow(new Text(name), new Text(Figure(result.Figures[name])));
        }

        console.Write(figures);
        foreach (var verdict in result.Verdicts)
        {
            console.MarkupLine($"{(verdict.Holds ? "[green]holds[/]         " : "[red]does not hold[/] ")} {Markup.Escape(verdict.Requirement)}  [grey]({(verdict.Actual is { } actual ? Figure(actual) : "not measured")})[/]");
        }

        foreach (var (name, count) in result.Errors.Concat(result.Ends))
        {
            console.MarkupLine($"[grey]{Markup.Escape(name)}: {count:N0}[/]");
        }
    }

    private static string Figure(double value) => value.ToString(Math.Abs(value) >= 1000 ? "N0" : "0.###", CultureInfo.InvariantCulture);
}
