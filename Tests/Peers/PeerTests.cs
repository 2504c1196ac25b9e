using Whisper.Peers.WebSockets;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Peers;

/// <summary>The peers that speak <c>whisper.v1</c> do the job that they are measured at; those on Node.js show it in <c>make bench-peers</c>.</summary>
public sealed class PeerTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("whisper-peers-");
    private RelayServer? _relay;
    private Microsoft.AspNetCore.Builder.WebApplication? _webSockets;

    public static TheoryData<string> Peers => ["epoll", "websockets"];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await (_relay?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_webSockets?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task Peer_SameInterestsInAnyOrder_AreMatchedAndRelayed(string peer)
    {
        var server = await Start(peer);
        await using var ann = await ChatClient.Join(server);
        await using var bob = await ChatClient.Join(server);
        await ann.Find("chess", "rock \"n\" roll");
        await ann.Expect("searching");
        await bob.Find("rock \"n\" roll", "chess");
        var match = (await bob.Expect("match_found")).GetProperty("match").GetString();
        Assert.Equal(match, (await ann.Expect("match_found")).GetProperty("match").GetString());

        await ann.Typing(true);
        Assert.True((await bob.Expect("typing")).GetProperty("on").GetBoolean());
        await ann.Say(1, "Hello 👋, \"you\"");
        var message = await bob.Expect("message");
        Assert.Equal("Hello 👋, \"you\"", message.GetProperty("text").GetString());
        Assert.Equal(1, message.GetProperty("n").GetInt32());
        Assert.True(message.GetProperty("at").GetInt64() > 0);
        await bob.Ack(1);
        Assert.Equal(1, (await ann.Expect("delivered")).GetProperty("n").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task Peer_WhoeverEndsTheirSearchOrChat_IsFreeForAnother(string peer)
    {
        var server = await Start(peer);
        await using var ann = await ChatClient.Join(server);
        await using var bob = await ChatClient.Join(server);
        await ann.Find("chess", "jazz");
        await ann.Expect("searching");
        await ann.Send(new { type = "cancel_match" });
        await ann.Expect("match_cancelled");
        await bob.Find("chess", "jazz");
        await bob.Expect("searching");
        await ann.Find("chess", "jazz");
        await ann.Expect("match_found");
        await bob.Expect("match_found");
        await bob.Leave();
        Assert.Equal("you_left", (await bob.Expect("chat_ended")).GetProperty("reason").GetString());
        Assert.Equal("partner_left", (await ann.Expect("chat_ended")).GetProperty("reason").GetString());

        await ann.Find("chess", "go");
        await ann.Expect("searching");
        await bob.Find("go", "chess");
        await bob.Expect("match_found");
        await ann.Expect("match_found");
        bob.Raw.Drop();
        Assert.Equal("partner_lost", (await ann.Expect("chat_ended")).GetProperty("reason").GetString());
    }

    [Theory]
    [MemberData(nameof(Peers))]
    public async Task Peer_BytesThatArriveOneByOne_AreFramesAllTheSame(string peer)
    {
        await using var client = await RawClient.Connect(await Start(peer));
        Assert.Equal(101, client.Status);
        foreach (var octet in RawClient.Encode(RawClient.Text, """{"type":"ping"}"""u8))
        {
            await client.SendBytes(new[] { octet });
        }

        Assert.Equal("""{"type":"pong"}""", (await client.Receive()).Text);
        await client.SendFrame(RawClient.Ping, "a"u8);
        Assert.Equal(RawClient.Pong, (await client.Receive()).Opcode);
        await client.SendFrame(RawClient.Close, [0x03, 0xE8]);
        Assert.Equal(1000, await client.ReceiveClose());
    }

    private async Task<Uri> Start(string peer)
    {
        if (peer == "epoll")
        {
            _relay = new RelayServer(_folder.FullName);
            await _relay.Start(TestContext.Current.CancellationToken);
            return new Uri($"http://127.0.0.1:{_relay.Port}");
        }

        _webSockets = WebSocketsPeer.Build(["--urls", "http://127.0.0.1:0"]);
        await _webSockets.StartAsync(TestContext.Current.CancellationToken);
        return new Uri(_webSockets.Urls.First());
    }
}
