using System.Diagnostics;
using System.Text.Json;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Product;

public abstract class SearchTests(SharedProduct product)
{
    [Fact]
    public async Task IdenticalInterests_MeetAtOnceHoweverTheyAreWritten()
    {
        var (tag, other) = (product.Host.Interests()[0], product.Host.Interests()[0]);
        await using var first = await product.Host.Searching(tag, other);
        await using var second = await product.Host.Join();
        await second.Find($"  {other.ToUpperInvariant()}", tag, $"{tag} ");
        var searching = await second.Expect("searching");
        Assert.Equal((1, 0, 1000, 3000), (Int(searching, "tier"), Int(searching, "waitedMs"), Int(searching, "tier2AtMs"), Int(searching, "timeoutAtMs")));
        var (one, two) = (await first.Expect("match_found"), await second.Expect("match_found"));
        Assert.Equal(one.GetRawText(), two.GetRawText());
        Assert.Equal(1, Int(one, "tier"));
        Assert.Equal([tag, other], Strings(one, "shared"));
    }

    [Fact]
    public async Task OneInterestInCommon_MeetsInTierTwo()
    {
        var tags = product.Host.Interests(3);
        await using var first = await product.Host.Join();
        await using var second = await product.Host.Join();
        // both ask before either is heard: they are in tier 2 together for nearly two seconds, however slow the machine
        await first.Find(tags[0], tags[1]);
        await second.Find(tags[1], tags[2]);
        foreach (var (client, tier) in new[] { (first, 1), (second, 1), (first, 2), (second, 2) })
        {
            Assert.Equal(tier, Int(await client.Expect("searching"), "tier"));
        }

        var (one, two) = (await first.Expect("match_found"), await second.Expect("match_found"));
        Assert.Equal(one.GetRawText(), two.GetRawText());
        Assert.Equal(2, Int(one, "tier"));
        Assert.Equal([tags[1]], Strings(one, "shared"));
    }

    [Fact]
    public async Task NobodyInTime_TimesOutOnceAndIsIdleAgain()
    {
        var interests = product.Host.Interests();
        var watch = Stopwatch.StartNew();
        await using var client = await product.Host.Searching(interests);

        // how late either may come is measured where nothing else runs, in TierPromiseTests
        Assert.InRange(Int(await client.Expect("searching"), "waitedMs"), 1000, int.MaxValue);
        Assert.InRange(Int(await client.Expect("match_timeout"), "waitedMs"), 3000, int.MaxValue);
        Assert.InRange(watch.ElapsedMilliseconds, 2900, long.MaxValue);
        await client.ExpectQuiet();
        await client.Find(interests);
        await client.Expect("searching");
    }

    [Fact]
    public async Task Cancelled_IsNotMatchedAnyMore()
    {
        var interests = product.Host.Interests();
        await using var first = await product.Host.Searching(interests);
        await first.Send(new { type = "cancel_match" });
        await first.Expect("match_cancelled");
        await using var second = await product.Host.Searching(interests);
        Assert.Equal(2, Int(await second.Expect("searching"), "tier"));
        await first.Find(interests);
        await first.Expect("searching");
        await first.Expect("match_found");
        await second.Expect("match_found");
    }

    [Fact]
    public async Task Search_GoesOnThroughAResumeWithItsClockRunning()
    {
        var interests = product.Host.Interests();
        await using var first = await product.Host.Searching(interests);
        await first.Expect("searching");
        first.Raw.Drop();
        await using var back = await first.ComeBack();
        Assert.Equal((true, "searching"), (back.Resumed, back.State));
        Assert.InRange(Int(await back.Expect("searching"), "waitedMs"), 1000, int.MaxValue);
        await using var second = await product.Host.Searching(interests);
        await back.Expect("match_found");
        await second.Expect("match_found");
    }

    [Fact]
    public async Task NobodyMeetsThemselves_OnTwoSocketsOfOneSession()
    {
        var interests = product.Host.Interests();
        await using var first = await product.Host.Searching(interests);
        await using var same = await first.ComeBack();
        await first.ExpectClose(4401);
        await same.Expect("searching");
        await same.Find(interests);
        await same.ExpectError("invalid_state", "find_match");
    }

    [Fact]
    public async Task ACrowd_IsPairedWithoutAnybodyInTwoChats()
    {
        var interests = product.Host.Interests();
        var clients = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => product.Host.Searching(interests)));
        var found = await Task.WhenAll(clients.Select(client => client.Expect("match_found")));
        Assert.All(found.GroupBy(frame => frame.GetProperty("match").GetString()), chat => Assert.Equal(2, chat.Count()));
        await Task.WhenAll(clients.Select(client => client.ExpectQuiet()));
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    private static int Int(JsonElement frame, string name) => frame.GetProperty(name).GetInt32();

    private static IEnumerable<string> Strings(JsonElement frame, string name) => frame.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);
}

[Collection(StandaloneTests.Name)]
public sealed class StandaloneSearchTests(StandaloneProduct product) : SearchTests(product);

[Collection(ClusterTests.Name)]
public sealed class ClusterSearchTests(ClusterProduct product) : SearchTests(product);
