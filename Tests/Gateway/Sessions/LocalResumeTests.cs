using Whisper.Gateway.Connections;
using Whisper.Tests.Gateway.Support;
using Xunit;
using static Whisper.Tests.Support.Eventually;

namespace Whisper.Tests.Gateway.Sessions;

/// <summary>Resuming a session that has never had an intent: the gateway alone knows it.</summary>
public sealed class LocalResumeTests
{
    [Fact]
    public async Task Token_OfALostSession_TakesItUpOnce()
    {
        await using var gateway = await GatewayHost.Start();
        var client = await gateway.Join();
        client.Raw.Drop();
        await AllGone(gateway);

        await using var back = await client.ComeBack();
        Assert.True(back.Resumed);
        Assert.Equal((client.Session, "idle"), (back.Session, back.State));
        Assert.NotEqual(client.Token, back.Token);
        Assert.Equal(0, gateway.Cluster.Count("session.Resume"));

        // the token has rotated, and something was heard since
        await back.ExpectQuiet();
        await using var thief = await gateway.Join(client.Token);
        Assert.False(thief.Resumed);
        await back.ExpectQuiet();
    }

    [Fact]
    public async Task Token_OfALiveSession_SupersedesTheOldSocket()
    {
        await using var gateway = await GatewayHost.Start();
        await using var old = await gateway.Join();
        await using var newer = await old.ComeBack();
        Assert.True(newer.Resumed);
        Assert.Equal(old.Session, newer.Session);
        await old.ExpectClose(4401);
        await newer.ExpectQuiet();
    }

    [Fact]
    public async Task TokenBefore_CountsAgainWhenNothingWasHeardOnTheNewerSocketAndItIsLost()
    {
        await using var gateway = await GatewayHost.Start();
        await using var first = await gateway.Join();
        var second = await first.ComeBack();
        await using (var tooEarly = await gateway.Join(first.Token))
        {
            Assert.False(tooEarly.Resumed);
        }

        second.Raw.Drop();
        await AllGone(gateway);
        await using var third = await gateway.Join(first.Token);
        Assert.True(third.Resumed);
        Assert.Equal(first.Session, third.Session);

        // and with it the lost welcome's token is spent
        await using var fourth = await gateway.Join(second.Token);
        Assert.False(fourth.Resumed);
    }

    [Fact]
    public async Task TokenBefore_DoesNotCountWhenSomethingWasHeard()
    {
        await using var gateway = await GatewayHost.Start();
        await using var first = await gateway.Join();
        var second = await first.ComeBack();
        await second.ExpectQuiet();
        second.Raw.Drop();
        await AllGone(gateway);
        await using var third = await gateway.Join(first.Token);
        Assert.False(third.Resumed);
    }

    [Fact]
    public async Task Token_AfterTheGracePeriod_BeginsANewSession()
    {
        await using var gateway = await GatewayHost.Start(("Sessions:Grace", "00:00:00.1"));
        var client = await gateway.Join();
        client.Raw.Drop();
        await True(() => gateway.Part<Whisper.Gateway.Sessions.SessionDirectory>().LostCount == 1, "the session is kept");
        await True(() => gateway.Part<Whisper.Gateway.Sessions.SessionDirectory>().LostCount == 0, "the session is forgotten");
        await using var back = await client.ComeBack();
        Assert.False(back.Resumed);
        Assert.NotEqual(client.Session, back.Session);
        Assert.Equal(1, gateway.Cluster.Count("session.Resume"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not base64url!")]
    [InlineData("ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Token_ThatNeverWas_BeginsANewSession(string token)
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Join(token);
        Assert.False(client.Resumed);
        await client.ExpectQuiet();
    }

    [Fact]
    public async Task Token_WithAForgedSecret_NeitherResumesNorDisturbs()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Join();
        var forged = client.Token[..32] + new string([.. client.Token[32..].Reverse()]);
        await using var thief = await gateway.Join(forged);
        Assert.False(thief.Resumed);
        await client.ExpectQuiet();
    }

    [Fact]
    public async Task ManySocketsWithOneToken_LeaveOneThatResumed()
    {
        await using var gateway = await GatewayHost.Start();
        await using var first = await gateway.Join();
        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => gateway.Join(first.Token)));
        Assert.Single(others, other => other.Resumed);
        await first.ExpectClose(4401);
        await Task.WhenAll(others.Select(other => other.ExpectQuiet()));
    }

    private static Task AllGone(GatewayHost gateway) => True(() => gateway.Part<ConnectionTable>().Count == 0, "the gateway has noticed the loss");
}
