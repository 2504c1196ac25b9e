using System.Text.Json;
using Whisper.LoadTest;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Reporting;
using Whisper.LoadTest.Thresholds;
using Xunit;

namespace Whisper.Tests.LoadTest.Reporting;

public sealed class ReportTests
{
    [Fact]
    public void Page_HoldsEverythingAndNeedsNothingElse()
    {
        var page = ReportPage.Write(Result());
        string[] wanted =
        [
            "Connections", "Connects and resumes", "Searches", "Messages", "Latency over time: message", "Latency over time: decision", "Latency distribution", "Memory",
            "Memory by connections; the slopes: server 500 B", "Processor", "Processor time per message", "longest turn",
            "message.p99&lt;=100", "does not hold", "invalid_state (leave)", "close 4002", "chat --users 4 &lt;x&gt;", "2,000 connections",
        ];
        Assert.All(wanted, text => Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.All((string[])["<script", "src=", "href=", "url(", "@import"], text => Assert.DoesNotContain(text, page, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, page.Split("<polyline").Count(line => line.Contains("<title>connects</title>", StringComparison.Ordinal) || line.Contains("<title>received</title>", StringComparison.Ordinal)));
    }

    [Fact]
    public void Json_HoldsFiguresSeriesAndDistributions()
    {
        var json = JsonSerializer.Deserialize<JsonElement>(Result().ToJson());
        Assert.Equal(150, json.GetProperty("figures").GetProperty("message.p99").GetDouble());
        Assert.Equal(3, json.GetProperty("series").GetArrayLength());
        Assert.Equal(99, json.GetProperty("distributions").GetProperty("message")[1].GetProperty("percentile").GetDouble());
        Assert.False(json.GetProperty("passed").GetBoolean());
        Assert.Equal(4, json.GetProperty("options").GetProperty("users").GetInt32());
    }

    [Theory]
    [InlineData("message.p99<=100", false)]
    [InlineData("message.p99<=150", true)]
    [InlineData("message.p99>=150", true)]
    [InlineData("message.p99>=151", false)]
    [InlineData("nothing<=1", false)]
    public void Requirement_HoldsOrNot(string text, bool holds) => Assert.Equal(holds, Requirement.Parse(text).Judge(Result().Figures).Holds);

    [Theory]
    [InlineData("message.p99")]
    [InlineData("message.p99<100")]
    [InlineData("message.p99<=fast")]
    public void Requirement_ThatIsNone_IsRefused(string text) => Assert.Throws<ArgumentException>(() => Requirement.Parse(text));

    [Fact]
    public void Section_OfAPage_IsReplacedAndTheOthersStay()
    {
        const string Page = "# Benchmarks\n\nHow.\n\n## One\n\nold\n\n## Two\n\nstays\n";
        var replaced = MarkdownSection.Replace(Page, "One", "new\n");
        Assert.Equal("# Benchmarks\n\nHow.\n\n## One\n\nnew\n\n## Two\n\nstays\n", replaced);
        Assert.EndsWith("stays\n\n## Three\n\nmore\n", MarkdownSection.Replace(Page, "Three", "more"), StringComparison.Ordinal);
    }

    [Fact]
    public void Section_HoldsFiguresAndMemory()
    {
        var result = Result();
        result = result with { Levels = [.. result.Levels.Select(level => level with { Figures = new Dictionary<string, double>(level.Figures) { ["machine.available"] = 1e9 } })] };
        var section = MarkdownReport.Write(result);
        Assert.All(
            (string[])["`LoadTest chat --users 4 <x>`", "| message 99th percentile, ms | 150 |", "| memory, MiB | 2,000 connections | 4,000 connections |", "| gateway, resident | 95.37 | 105 |", "Does not hold: `message.p99<=100` (150)"],
            text => Assert.Contains(text, section, StringComparison.Ordinal));
    }

    private static Result Result()
    {
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["message.p99"] = 150, ["server.bytesPerConnection"] = 500 };
        return new()
        {
            Scenario = "chat",
            Command = "chat --users 4 <x>",
            At = DateTimeOffset.UnixEpoch,
            Machine = "a machine",
            Options = new LoadOptions { Scenario = "chat", Users = 4 },
            Figures = figures,
            Verdicts = [Requirement.Parse("message.p99<=100").Judge(figures)],
            Errors = new Dictionary<string, long> { ["invalid_state (leave)"] = 3 },
            Ends = new Dictionary<string, long> { ["close 4002"] = 1 },
            Series = [.. Enumerable.Range(1, 3).Select(second => new Sample(second, "measuring", Values(second)))],
            Distributions = new Dictionary<string, IReadOnlyList<Point>> { ["message"] = [new(50, 3), new(99, 150), new(100, 200)] },
            Levels = [Level("2,000 connections", 10e6), Level("4,000 connections", 11e6)],
        };
    }

    private static Level Level(string name, double rss) => new(name, new Dictionary<string, double> { ["client.rss"] = rss, ["server.gateway.rss"] = rss * 10 });

    private static Dictionary<string, double> Values(int second)
    {
        var values = new Dictionary<string, double>();
        foreach (var name in Enum.GetValues<Gauge>().Select(Names.Of).Concat(Enum.GetValues<Count>().Select(count => $"{Names.Of(count)}PerSecond")))
        {
            values[name] = 10 + second;
        }

        foreach (var name in Enum.GetValues<Latency>().Select(Names.Of))
        {
            (values[$"{name}.p50"], values[$"{name}.p99"], values[$"{name}.max"]) = (second, second * 10, second * 20);
        }

        (values["server.gateway.rss"], values["client.rss"], values["kernel.slab"], values["kernel.tcpBuffers"]) = (2e6, 1e6, 3e6, 1e5);
        (values["server.gateway.cpu"], values["client.cpu"], values["client.worstTurn"]) = (0.5, 0.1, 2);
        return values;
    }
}
