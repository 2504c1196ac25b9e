using System.Text.Json;
using Whisper.Rooms;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.Gateway.Sessions;

/// <summary>The protocol's table of states: every frame of a client in every state.</summary>
public sealed class StateTests(StateTests.Shared shared) : IClassFixture<StateTests.Shared>
{
    private static readonly Dictionary<string, string> Frames = new()
    {
        ["hello"] = """{"type":"hello"}""",
        ["find_match"] = """{"type":"find_match","interests":["chess","go"]}""",
        ["cancel_match"] = """{"type":"cancel_match"}""",
        ["message"] = """{"type":"message","n":1,"text":"hi"}""",
        ["ack"] = """{"type":"ack","n":1}""",
        ["typing"] = """{"type":"typing","on":true}""",
        ["leave"] = """{"type":"leave"}""",
        ["block"] = """{"type":"block"}""",
        ["report"] = """{"type":"report","reason":"spam"}""",
        ["ping"] = """{"type":"ping"}""",
    };

    public sealed class Shared : IAsyncLifetime
    {
        internal GatewayHost Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await GatewayHost.Start(("Limits:NewConnectionsPerMinute", "10000"));

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }

    // what is answered: a frame's type, an error's code after a colon, or nothing
    [Theory]
    [InlineData("new", "find_match", ":hello_required")]
    [InlineData("new", "cancel_match", ":hello_required")]
    [InlineData("new", "message", ":hello_required")]
    [InlineData("new", "ack", "")]
    [InlineData("new", "typing", ":hello_required")]
    [InlineData("new", "leave", ":hello_required")]
    [InlineData("new", "block", ":hello_required")]
    [InlineData("new", "report", ":hello_required")]
    [InlineData("new", "ping", "pong")]
    [InlineData("new", "hello", "welcome")]
    [InlineData("idle", "hello", ":invalid_state")]
    [InlineData("idle", "find_match", "searching")]
    [InlineData("idle", "cancel_match", ":invalid_state")]
    [InlineData("idle", "message", ":invalid_state")]
    [InlineData("idle", "ack", "")]
    [InlineData("idle", "typing", ":invalid_state")]
    [InlineData("idle", "leave", ":invalid_state")]
    [InlineData("idle", "block", ":invalid_state")]
    [InlineData("idle", "report", ":invalid_state")]
    [InlineData("idle", "ping", "pong")]
    [InlineData("searching", "hello", ":invalid_state")]
    [InlineData("searching", "find_match", ":invalid_state")]
    [InlineData("searching", "cancel_match", "match_cancelled")]
    [InlineData("searching", "message", ":invalid_state")]
    [InlineData("searching", "ack", "")]
    [InlineData("searching", "typing", ":invalid_state")]
    [InlineData("searching", "leave", ":invalid_state")]
    [InlineData("searching", "block", ":invalid_state")]
    [InlineData("searching", "report", ":invalid_state")]
    [InlineData("searching", "ping", "pong")]
    [InlineData("chatting", "hello", ":invalid_state")]
    [InlineData("chatting", "find_match", ":invalid_state")]
    [InlineData("chatting", "cancel_match", ":invalid_state")]
    [InlineData("chatting", "message", "")]
    [InlineData("chatting", "ack", "")]
    [InlineData("chatting", "typing", "")]
    [InlineData("chatting", "leave", "")]
    [InlineData("chatting", "ping", "pong")]
    public async Task Frame_InState_GetsItsAnswerAndChangesNothingElse(string state, string frame, string answer)
    {
        await using var client = await In(state);
        await client.SendRaw(Frames[frame]);
        switch (answer)
        {
            case "":
                break;
            case [':', ..]:
                await client.ExpectError(answer[1..], frame);
                break;
            default:
                await client.Expect(answer);
                break;
        }

        await client.ExpectQuiet();
    }

    [Fact]
    public async Task ThirdFrameBeforeHello_Is4400()
    {
        await using var client = await shared.Gateway.Connect();
        await client.Find("chess", "go");
        await client.ExpectError("hello_required", "find_match");
        await client.Leave();
        await client.ExpectError("hello_required", "leave");
        await client.Typing(true);
        await client.ExpectError("hello_required", "typing");
        await client.ExpectClose(4400);
    }

    [Fact]
    public async Task Welcome_OfANewSession_SaysWhatTheProtocolSays()
    {
        await using var client = await shared.Gateway.Join();
        Assert.False(client.Resumed);
        Assert.Equal("idle", client.State);
        Assert.Matches("^[0-9a-f]{32}$", client.Session);
        Assert.Matches("^[A-Za-z0-9_-]{64}$", client.Token);
        Assert.True(client.Welcome.GetProperty("online").GetInt32() >= 1);
        Assert.False(client.Welcome.TryGetProperty("chat", out _));
        Assert.Equal(
            """{"interestsMin":2,"interestsMax":5,"interestLength":32,"textLength":2000,"frameBytes":16384,"graceMs":30000}""",
            JsonSerializer.Serialize(client.Welcome.GetProperty("limits")));
    }

    [Fact]
    public async Task Searching_SaysWhenTheTiersChange()
    {
        await using var client = await shared.Gateway.Join();
        await client.Find("chess", "go");
        Assert.Equal("""{"type":"searching","tier":1,"waitedMs":0,"tier2AtMs":10000,"timeoutAtMs":30000}""", (await client.Expect("searching")).GetRawText());
    }

    [Fact]
    public async Task FreshHello_CostsTheClusterNothing()
    {
        await using var gateway = await GatewayHost.Start();
        await using var client = await gateway.Join();
        await client.ExpectQuiet();
        Assert.DoesNotContain(gateway.Cluster.Calls, call => !call.StartsWith("lease", StringComparison.Ordinal));
    }

    private async Task<ChatClient> In(string state) => state switch
    {
        "new" => await shared.Gateway.Connect(),
        "idle" => await shared.Gateway.Join(),
        "searching" => await shared.Gateway.Searching(),
        _ => await shared.Gateway.Chatting(MatchId.New()),
    };
}
