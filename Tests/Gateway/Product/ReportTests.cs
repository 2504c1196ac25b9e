using System.Text.Json;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Product;

public abstract class ReportTests(SharedProduct product)
{
    [Theory]
    [InlineData("harassment")]
    [InlineData("hate")]
    [InlineData("sexual")]
    [InlineData("minor_safety")]
    [InlineData("spam")]
    [InlineData("self_harm")]
    [InlineData("other")]
    public async Task EachReason_IsStored(string reason)
    {
        var (first, _) = await product.Host.Pair();
        await first.Send(new { type = "report", reason, note = "a note" });
        Assert.NotEmpty((await first.Expect("reported")).GetProperty("case").GetString()!);
        await first.ExpectQuiet();
    }

    [Fact]
    public async Task Evidence_ThatTheServerDelivered_IsAccepted()
    {
        var (first, second) = await product.Host.Pair();
        var evidence = new List<object>();
        for (var n = 1; n <= 20; n++)
        {
            await second.Say(n, $"rude {n} é😀");
            evidence.Add(Evidence(await first.Expect("message")));
        }

        await first.Send(new { type = "report", reason = "hate", evidence });
        await first.Expect("reported");

        // about the last chat too
        await first.Leave();
        await first.Expect("chat_ended");
        await first.Send(new { type = "report", reason = "hate", evidence });
        await first.Expect("reported");
    }

    [Fact]
    public async Task Evidence_ThatWasTamperedWith_IsRefused()
    {
        var (first, second) = await product.Host.Pair();
        await second.Say(1, "polite");
        var message = await first.Expect("message");
        var (text, at, mac) = (message.GetProperty("text").GetString(), message.GetProperty("at").GetInt64(), message.GetProperty("mac").GetString());
        object[] forgeries =
        [
            new { n = 1, text = "rude", at, mac }, new { n = 2, text, at, mac }, new { n = 1, text, at = at + 1, mac }, new { n = 1, text, at, mac = "AAAA" },
        ];
        foreach (var forgery in forgeries)
        {
            await first.Send(new { type = "report", reason = "hate", evidence = new[] { Evidence(message), forgery } });
            await first.ExpectError("bad_frame", "report");
        }

        // whoever said it cannot report it as the other's
        await second.Send(new { type = "report", reason = "hate", evidence = new[] { Evidence(message) } });
        await second.ExpectError("bad_frame", "report");
        await first.Send(new { type = "report", reason = "hate", evidence = new[] { Evidence(message) } });
        await first.Expect("reported");
    }

    [Fact]
    public async Task Nobody_CanBeReportedBeforeAChat()
    {
        await using var client = await product.Host.Searching(product.Host.Interests());
        await client.Send(new { type = "cancel_match" });
        await client.Expect("match_cancelled");
        await client.Send(new { type = "report", reason = "spam" });
        await client.ExpectError("invalid_state", "report");
        await client.Send(new { type = "block" });
        await client.ExpectError("invalid_state", "block");
    }

    private static object Evidence(JsonElement message) => new
    {
        n = message.GetProperty("n").GetInt64(),
        text = message.GetProperty("text").GetString(),
        at = message.GetProperty("at").GetInt64(),
        mac = message.GetProperty("mac").GetString(),
    };
}

[Collection(StandaloneTests.Name)]
public sealed class StandaloneReportTests(StandaloneProduct product) : ReportTests(product);

[Collection(ClusterTests.Name)]
public sealed class ClusterReportTests(ClusterProduct product) : ReportTests(product);
