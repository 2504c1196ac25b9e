using System.Text.Json;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Product;

public abstract class ChatEndTests(SharedProduct product)
{
    [Fact]
    public async Task Leave_TellsBothOnce()
    {
        var (first, second) = await product.Host.Pair();
        await first.Leave();
        Assert.Equal("you_left", Reason(await first.Expect("chat_ended")));
        Assert.Equal("partner_left", Reason(await second.Expect("chat_ended")));
        await second.Leave();
        await second.ExpectError("invalid_state", "leave");
        await first.Say(1, "too late");
        await first.ExpectError("invalid_state", "message");
        await first.ExpectQuiet();
        await second.ExpectQuiet();
    }

    /// <summary>An acknowledgement waits for company on its way; who ends the chat meanwhile has still read what they read.</summary>
    [Theory]
    [InlineData("leave")]
    [InlineData("block")]
    public async Task WhatWasAcknowledgedBeforeTheEnd_IsToldBeforeIt(string end)
    {
        var (first, second) = await product.Host.Pair();
        await first.Say(1, "bye");
        await second.Expect("message");
        await second.Ack(1);
        await second.Send(new { type = end });
        Assert.Equal(1, (await first.Expect("delivered")).GetProperty("n").GetInt64());
        Assert.Equal("partner_left", Reason(await first.Expect("chat_ended")));
    }

    [Fact]
    public async Task LeaveOfBothAtOnce_EndsTheChatOnceForEach()
    {
        for (var round = 0; round < 10; round++)
        {
            var (first, second) = await product.Host.Pair();
            await Task.WhenAll(first.Leave(), second.Leave());
            await Task.WhenAll(EndsOnce(first), EndsOnce(second));
        }
    }

    [Fact]
    public async Task PartnerWhoDoesNotComeBack_IsLost()
    {
        var (first, second) = await product.Host.Pair();
        second.Raw.Drop();
        var away = await first.Expect("partner");
        Assert.Equal("away", away.GetProperty("state").GetString());
        Assert.InRange(away.GetProperty("graceMs").GetInt64(), 1500, 2000);
        Assert.Equal("partner_lost", Reason(await first.Expect("chat_ended")));
        await using var back = await second.ComeBack();
        Assert.False(back.Resumed);
        Assert.Equal("idle", back.State);
        await first.ExpectQuiet();
    }

    [Fact]
    public async Task ChatThatEndedWhileAway_IsToldAfterTheWelcome()
    {
        var (first, second) = await product.Host.Pair();
        second.Raw.Drop();
        await first.Expect("partner");
        await first.Leave();
        Assert.Equal("you_left", Reason(await first.Expect("chat_ended")));
        await using var back = await second.ComeBack();
        Assert.Equal((true, "idle"), (back.Resumed, back.State));
        Assert.Equal("partner_left", Reason(await back.Expect("chat_ended")));
        await back.ExpectQuiet();
    }

    [Fact]
    public async Task NewerSocket_TakesTheChatOver()
    {
        var (first, second) = await product.Host.Pair();
        await using var newer = await second.ComeBack();
        Assert.Equal("chatting", newer.State);
        await second.ExpectClose(4401);
        await first.Say(1, "to the newer one");
        await newer.Expect("message");
        await newer.Say(1, "from the newer one");
        var next = await first.Next();
        while (next.GetProperty("type").GetString() == "partner")
        {
            next = await first.Next();
        }

        Assert.Equal("from the newer one", next.GetProperty("text").GetString());
        await using var thief = await ChatClient.Join(product.Host.Address, second.Token);
        Assert.False(thief.Resumed);
        await newer.ExpectQuiet();
    }

    [Fact]
    public async Task PartnerJustLeft_IsNotMetAgainAtOnce()
    {
        var interests = product.Host.Interests();
        await using var first = await product.Host.Searching(interests);
        await using var second = await product.Host.Searching(interests);
        await first.Expect("match_found");
        await second.Expect("match_found");
        await first.Leave();
        await first.Expect("chat_ended");
        await second.Expect("chat_ended");
        await first.Find(interests);
        await second.Find(interests);
        await Task.WhenAll(TimesOut(first), TimesOut(second));
    }

    [Fact]
    public async Task Block_EndsTheChat()
    {
        var (first, second) = await product.Host.Pair();
        await first.Send(new { type = "block" });
        Assert.Equal("you_left", Reason(await first.Expect("chat_ended")));
        Assert.Equal("partner_left", Reason(await second.Expect("chat_ended")));

        // about the last chat it is taken too, and has no answer
        await second.Send(new { type = "block" });
        await second.ExpectQuiet();
        await first.ExpectQuiet();
    }

    private static async Task TimesOut(ChatClient client)
    {
        await client.Expect("searching");
        await client.Expect("searching");
        await client.Expect("match_timeout");
    }

    private static async Task EndsOnce(ChatClient client)
    {
        // a leave that met the partner's is told that it came too late, before or after the end
        await client.Send(new { type = "ping" });
        var seen = new List<string>();
        while (!(seen.Contains("pong") && seen.Contains("chat_ended")))
        {
            var frame = await client.Next();
            var type = frame.GetProperty("type").GetString()!;
            seen.Add(type);
            Assert.True(type is "pong" or "chat_ended" || frame.GetProperty("code").GetString() == "invalid_state", frame.GetRawText());
        }

        await client.ExpectQuiet();
        await client.DisposeAsync();
    }

    private static string? Reason(JsonElement frame) => frame.GetProperty("reason").GetString();
}

[Collection(StandaloneTests.Name)]
public sealed class StandaloneChatEndTests(StandaloneProduct product) : ChatEndTests(product);

[Collection(ClusterTests.Name)]
public sealed class ClusterChatEndTests(ClusterProduct product) : ChatEndTests(product);
