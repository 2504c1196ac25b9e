using System.Text.Json;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Product;

public abstract class DeliveryTests(SharedProduct product)
{
    [Fact]
    public async Task Messages_ArriveInOrderAndAreAcknowledgedTogether()
    {
        var (first, second) = await product.Host.Pair();
        string[] texts = ["hi", "two\nlines \"quoted\" \\ <b>", "مرحبا 😀 你好", " spaces kept ", new('é', 2000), string.Concat(Enumerable.Repeat("😀", 2000))];
        for (var n = 1; n < texts.Length; n++)
        {
            await first.Say(n, texts[n - 1]);
        }

        await first.SayRaw(texts.Length, texts[^1]);

        for (var n = 1; n <= texts.Length; n++)
        {
            var message = await second.Expect("message");
            Assert.Equal(n, message.GetProperty("n").GetInt64());
            Assert.Equal(texts[n - 1], message.GetProperty("text").GetString());
            Assert.NotEmpty(message.GetProperty("mac").GetString()!);
            Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds(message.GetProperty("at").GetInt64()), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        }

        await second.Ack(4);
        Assert.Equal(4, N(await first.Expect("delivered")));
        await second.Ack(texts.Length);
        Assert.Equal(texts.Length, N(await first.Expect("delivered")));
        await second.Ack(1);
        await second.Ack(texts.Length);
        await second.ExpectQuiet();
        await first.ExpectQuiet();
    }

    [Fact]
    public async Task Gap_IsAnsweredAndNothingIsPassedOn()
    {
        var (first, second) = await product.Host.Pair();
        await first.Say(1, "one");
        await first.Say(3, "three");
        Assert.Equal(2, (await first.ExpectError("message_gap", "message")).GetProperty("expected").GetInt64());
        await first.Say(2, "two");
        await first.Say(2, "two again");
        await first.Say(1, "one again");
        await first.Say(3, "three");
        await first.ExpectQuiet();
        foreach (var text in new[] { "one", "two", "three" })
        {
            Assert.Equal(text, (await second.Expect("message")).GetProperty("text").GetString());
        }

        await second.ExpectQuiet();
    }

    [Fact]
    public async Task BothDirections_CountByThemselves()
    {
        var (first, second) = await product.Host.Pair();
        await first.Say(1, "a");
        await second.Say(1, "b");
        Assert.Equal(("b", 1), Read(await first.Expect("message")));
        Assert.Equal(("a", 1), Read(await second.Expect("message")));
    }

    [Fact]
    public async Task SenderWhoComesBack_SendsAgainWhatIsNotDelivered()
    {
        var (first, second) = await product.Host.Pair();
        await first.Say(1, "one");
        await second.Expect("message");
        await second.Ack(1);
        await first.Expect("delivered");
        await first.Say(2, "two");
        await second.Expect("message");
        first.Raw.Drop();
        Assert.Equal("away", (await second.Expect("partner")).GetProperty("state").GetString());

        await using var back = await first.ComeBack();
        var chat = back.Welcome.GetProperty("chat");
        Assert.Equal((2, 0), (chat.GetProperty("accepted").GetInt64(), chat.GetProperty("received").GetInt64()));
        Assert.Equal(1, N(await back.Expect("delivered")));
        Assert.Equal("back", (await second.Expect("partner")).GetProperty("state").GetString());
        await back.Say(2, "two");
        await back.Say(3, "three");
        Assert.Equal(("three", 3), Read(await second.Expect("message")));
        await second.Ack(3);
        Assert.Equal(3, N(await back.Expect("delivered")));
    }

    [Fact]
    public async Task ReceiverWhoComesBack_GetsWhatItHasNotSeenAndOnlyThat()
    {
        var (first, second) = await product.Host.Pair();
        await first.Say(1, "one");
        await second.Expect("message");
        second.Raw.Drop();
        await first.Expect("partner");
        await first.Say(2, "two");
        await first.Say(3, "three");
        await first.ExpectQuiet();

        await using var back = await second.ComeBack(received: 1);
        var chat = back.Welcome.GetProperty("chat");
        Assert.Equal((0, 1), (chat.GetProperty("accepted").GetInt64(), chat.GetProperty("received").GetInt64()));
        Assert.Equal(("two", 2), Read(await back.Expect("message")));
        Assert.Equal(("three", 3), Read(await back.Expect("message")));
        await back.Ack(3);
        Assert.Equal("back", (await first.Expect("partner")).GetProperty("state").GetString());
        Assert.Equal(1, N(await first.Expect("delivered")));
        Assert.Equal(3, N(await first.Expect("delivered")));
    }

    [Fact]
    public async Task TooManyUndelivered_AreRefusedUntilTheyAreAcknowledged()
    {
        var (first, second) = await product.Host.Pair();
        for (var n = 1; n <= 64; n++)
        {
            await first.Say(n, "x");
        }

        await first.ExpectQuiet();
        await first.Say(65, "one too many");
        Assert.Equal(1000, (await first.ExpectError("rate_limited", "message")).GetProperty("retryAfterMs").GetInt64());
        await second.Ack(64);
        Assert.Equal(64, N(await first.Expect("delivered")));
        await first.Say(65, "now it fits");
        await first.ExpectQuiet();
    }

    [Fact]
    public async Task Typing_IsPassedOn()
    {
        var (first, second) = await product.Host.Pair();
        await first.Typing(true);
        Assert.True((await second.Expect("typing")).GetProperty("on").GetBoolean());
        await first.Typing(false);
        Assert.False((await second.Expect("typing")).GetProperty("on").GetBoolean());
    }

    [Fact]
    public async Task MessageOfTooManyCodePoints_IsRefusedAndTheNextTakesItsNumber()
    {
        var (first, second) = await product.Host.Pair();
        await first.SayRaw(1, string.Concat(Enumerable.Repeat("😀", 2001)));
        Assert.Equal(1, (await first.ExpectError("message_too_long", "message")).GetProperty("expected").GetInt64());
        await first.Say(1, "short");
        Assert.Equal(("short", 1), Read(await second.Expect("message")));
    }

    private static long N(JsonElement frame) => frame.GetProperty("n").GetInt64();

    private static (string?, long) Read(JsonElement frame) => (frame.GetProperty("text").GetString(), N(frame));
}

[Collection(StandaloneTests.Name)]
public sealed class StandaloneDeliveryTests(StandaloneProduct product) : DeliveryTests(product);

[Collection(ClusterTests.Name)]
public sealed class ClusterDeliveryTests(ClusterProduct product) : DeliveryTests(product);
