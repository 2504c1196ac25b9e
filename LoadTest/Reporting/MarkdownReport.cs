using System.Globalization;
using System.Text;

namespace Whisper.LoadTest.Reporting;

/// <summary>What a run has found, as a section of a Markdown page.</summary>
internal static class MarkdownReport
{
    private const double Mebi = 1 << 20;

    private static readonly (string Figure, string What)[] Shown =
    [
        ("onlineAtEnd", "connections at the end"), ("seconds", "measured, s"), ("connectsPerSecond", "connects/s"), ("reconnectsPerMinute", "resumes a minute"), ("searchesPerSecond", "searches/s"),
        ("receivedPerSecond", "messages/s shown"), ("message.p50", "message median, ms"), ("message.p99", "message 99th percentile, ms"), ("message.max", "slowest message, ms"),
        ("decision.p99", "exact match 99th percentile, ms"), ("connect.p99", "connect 99th percentile, ms"), ("resume.p99", "resume 99th percentile, ms"),
        ("server.bytesPerConnection", "server bytes per connection"), ("kernel.bytesPerConnection", "kernel bytes per connection, both ends"), ("client.bytesPerConnection", "client bytes per connection"),
        ("server.cpuPerConnectionSecond", "server µs per connection and second"), ("server.cpu", "servers, cores"), ("client.cpu", "clients, cores"), ("server.cpuPerMessage", "server µs per message"),
        ("server.cpuPerSearch", "server µs per search"), ("lost", "messages lost"), ("doubleMatches", "double matches"), ("drops", "connections dropped"), ("errors", "error frames"),
    ];

    private static readonly string[] AlwaysShown = ["lost", "doubleMatches", "drops", "errors"];

    /// <summary>Writes it.</summary>
    public static string Write(Result result)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"{result.At:yyyy-MM-dd}, {result.Machine}. Written by `LoadTest {result.Command}`; client and servers on the same machine.\n\n");
        page.Append("| | |\n|---|---:|\n");
        foreach (var (figure, what) in Shown.Where(row => result.Figures.TryGetValue(row.Figure, out var value) && (value != 0 || AlwaysShown.Contains(row.Figure))))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {what} | {Number(result.Figures[figure])} |\n");
        }

        Memory(page, result);
        foreach (var verdict in result.Verdicts.Where(verdict => !verdict.Holds))
        {
            page.Append(CultureInfo.InvariantCulture, $"\nDoes not hold: `{verdict.Requirement}` ({(verdict.Actual is { } actual ? Number(actual) : "not measured")}).\n");
        }

        return page.ToString();
    }

    private static void Memory(StringBuilder page, Result result)
    {
        var levels = result.Levels.Where(level => level.Figures.ContainsKey("machine.available")).ToArray();
        if (levels.Length == 0)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"\n| memory, MiB | {string.Join(" | ", levels.Select(level => level.Name))} |\n|---|{string.Concat(levels.Select(_ => "---:|"))}\n");
        foreach (var part in levels.SelectMany(level => level.Figures.Keys).Where(name => !name.StartsWith("machine", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {Part(part)} | {string.Join(" | ", levels.Select(level => Number(level.Figures.GetValueOrDefault(part) / Mebi)))} |\n");
        }

        var first = levels[0].Figures["machine.available"];
        page.Append(CultureInfo.InvariantCulture, $"| machine: less available than at first | {string.Join(" | ", levels.Select(level => Number((first - level.Figures["machine.available"]) / Mebi)))} |\n");
    }

    private static string Part(string name) => name switch
    {
        "kernel.slab" => "kernel: its objects, sockets among them",
        "kernel.tcpBuffers" => "kernel: what sockets have buffered",
        "client.rss" => "clients, resident",
        "client.pss" => "clients, shared pages divided",
        _ when name.EndsWith(".rss", StringComparison.Ordinal) => $"{name["server.".Length..^".rss".Length]}, resident",
        _ => $"{name["server.".Length..^".pss".Length]}, shared pages divided",
    };

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
