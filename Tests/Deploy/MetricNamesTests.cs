using System.Text.Json;
using System.Text.RegularExpressions;
using Whisper.Tests.Gateway.Support;
using Whisper.Tests.Support;
using Xunit;
using YamlDotNet.Serialization;

namespace Whisper.Tests.Deploy;

/// <summary>What the dashboard shows and the alarms watch is there, and each alarm tells where to read on.</summary>
public sealed partial class MetricNamesTests
{
    private static readonly string[] OfPrometheusItself = ["up"];

    private sealed record Alert(string Name, string Expression, string Runbook, string Summary);

    [Fact]
    public async Task EveryMetric_IsExported_OrDefined()
    {
        var text = await Exported();
        var exported = TypeLine().Matches(text).Select(line => line.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var defined = Instruments.All();
        // else what is only defined would be looked for under names that nobody exports
        Assert.Empty(exported.Where(name => name.StartsWith("whisper_", StringComparison.Ordinal)).Except(defined));
        Assert.Contains("whisper_rooms_messages_total", exported);
        Assert.Contains("whisper_delivery_time_seconds", exported);
        // what Orleans counts with each call costs calls, and nobody looks at it
        Assert.Contains("orleans_catalog_activations", exported);
        Assert.DoesNotContain(exported, name => name.StartsWith("orleans_messaging_processing_", StringComparison.Ordinal));
        // the buckets are the instrument's own
        Assert.Matches("whisper_delivery_time_seconds_bucket{[^}]*le=\"0.0025\"}", text);

        var named = Dashboards().Concat(Alerts().Select(alert => alert.Expression)).SelectMany(Names).Distinct().ToList();
        Assert.True(named.Count > 30, $"only {named.Count} metrics are named");
        Assert.Empty(named.Except(exported).Except(defined).Except(OfPrometheusItself));
    }

    [Fact]
    public void EveryMetricOfTheProduct_IsShown()
    {
        var shown = Dashboards().SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Instruments.All().Except(shown));
    }

    [Fact]
    public void EveryAlert_HasASummary_AndARunbook()
    {
        const string Page = "docs/operations.md#";
        var anchors = File.ReadLines(Repository.PathOf("docs", "operations.md"))
            .Where(line => line.StartsWith('#'))
            .Select(line => line.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-'))
            .ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(Alerts());
        Assert.All(Alerts(), alert =>
        {
            Assert.NotEmpty(alert.Summary);
            Assert.StartsWith(Page, alert.Runbook, StringComparison.Ordinal);
            Assert.True(anchors.Contains(alert.Runbook[Page.Length..]), $"{alert.Name}: docs/operations.md has no {alert.Runbook[Page.Length..]}");
        });
    }

    private static async Task<string> Exported()
    {
        await using var product = await ProductHost.Start();
        var (first, second) = await product.Pair();
        await first.Say(1, "hello");
        await second.Expect("message");
        await second.Send(new { type = "ack", n = 1 });
        await first.Expect("delivered");
        using var http = new HttpClient { BaseAddress = product.Address };
        return await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> Dashboards() => Directory.GetFiles(Repository.PathOf("deploy", "grafana", "dashboards"), "*.json").SelectMany(file =>
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
        return dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!))
            .ToList();
    });

    private static List<Alert> Alerts()
    {
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(File.ReadAllText(Repository.PathOf("deploy", "prometheus", "alerts.yml")));
        return [.. file["groups"].SelectMany(group => (List<object>)group["rules"]).Cast<Dictionary<object, object>>().Select(rule =>
        {
            var annotations = (Dictionary<object, object>)rule["annotations"];
            return new Alert((string)rule["alert"], (string)rule["expr"], (string)annotations["runbook"], (string)annotations["summary"]);
        })];
    }

    private static IEnumerable<string> Names(string expression) => MetricName().Matches(expression).Select(name => Series().Replace(name.Value, ""));

    [GeneratedRegex(@"\b(up|(whisper|orleans|kestrel|haproxy|process|dotnet)_[a-z0-9_]+)\b")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Series();

    [GeneratedRegex("^# TYPE (\\S+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
