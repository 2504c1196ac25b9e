using System.Globalization;
using System.Net;
using System.Text;

namespace Whisper.LoadTest.Reporting;

/// <summary>A result as one page that needs nothing else: no script, no file, no network.</summary>
internal static class ReportPage
{
    private const string Style = """
        :root{color-scheme:light dark;--line:#8884;--soft:#888}body{font:15px/1.5 system-ui,sans-serif;max-width:1500px;margin:2rem auto;padding:0 1rem}
        h1{margin-bottom:0}code{overflow-wrap:anywhere}.soft{color:var(--soft)}.ok{color:#009e73}.bad{color:#d55e00}
        table{border-collapse:collapse;margin:.5rem 0}td,th{padding:.15rem .8rem .15rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}
        .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(30rem,1fr));gap:1.5rem}figure{margin:0}figcaption{font-weight:600}svg{width:100%;height:auto;font-size:11px;fill:currentColor}
        .grid{stroke:var(--line)}.legend span{margin-right:1rem;white-space:nowrap}.legend span::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.35em;background:var(--c)}
        details{margin:1rem 0}
        """;

    /// <summary>Writes it.</summary>
    public static string Write(Result result)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>LoadTest {Text(result.Scenario)}</title><style>{Style}</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(result.Scenario)}: <span class=\"{(result.Passed ? "ok\">all holds" : "bad\">something does not hold")}</span></h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{result.At:yyyy-MM-dd HH:mm zzz} · {Text(result.Machine)}</p><p><code>{Text(result.Command)}</code></p>\n");
        Verdicts(page, result);
        Levels(page, result);
        page.Append("<div class=\"plots\">\n");
        foreach (var plot in ReportPlots.Of(result).Where(plot => plot.Length > 0))
        {
            page.Append(plot).Append('\n');
        }

        page.Append("</div>\n");
        Named(page, "Error frames", result.Errors);
        Named(page, "Connections that ended and were not meant to", result.Ends);
        page.Append("<details><summary>All figures</summary><p class=\"soft\">Latencies in milliseconds from the intended time; memory in bytes; processor time in microseconds, <code>cpu</code> in cores.</p>");
        Table(page, result.Figures);
        return page.Append("</details>\n</body></html>\n").ToString();
    }

    private static void Verdicts(StringBuilder page, Result result)
    {
        page.Append("<table><tr><th>must hold</th><th>is</th><th></th></tr>");
        foreach (var verdict in result.Verdicts)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(verdict.Requirement)}</td><td class=\"n\">{(verdict.Actual is { } actual ? Figure(actual) : "not measured")}</td><td class=\"{(verdict.Holds ? "ok\">holds" : "bad\">does not hold")}</td></tr>");
        }

        page.Append("</table>\n");
    }

    private static void Levels(StringBuilder page, Result result)
    {
        if (result.Levels.Count == 0)
        {
            return;
        }

        var names = result.Levels.SelectMany(level => level.Figures).Where(figure => figure.Value != 0).Select(figure => figure.Key).Distinct().ToArray();
        page.Append("<details open><summary>Levels</summary><table><tr><th></th>").Append(string.Concat(result.Levels.Select(level => $"<th>{Text(level.Name)}</th>"))).Append("</tr>");
        foreach (var name in names)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(name)}</td>{string.Concat(result.Levels.Select(level => $"<td class=\"n\">{Figure(level.Figures.GetValueOrDefault(name))}</td>"))}</tr>");
        }

        page.Append("</table></details>\n");
    }

    private static void Named(StringBuilder page, string title, IReadOnlyDictionary<string, long> names)
    {
        if (names.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2>");
            Table(page, names.Select(name => KeyValuePair.Create(name.Key, (double)name.Value)));
        }
    }

    private static void Table(StringBuilder page, IEnumerable<KeyValuePair<string, double>> figures)
    {
        page.Append("<table>");
        foreach (var (name, value) in figures)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(name)}</td><td class=\"n\">{Figure(value)}</td></tr>");
        }

        page.Append("</table>");
    }

    private static string Figure(double value) => value.ToString(Math.Abs(value) >= 1000 ? "N0" : "0.###", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
