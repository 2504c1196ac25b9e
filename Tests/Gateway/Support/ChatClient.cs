using System.Text.Json;
using Xunit;

namespace Whisper.Tests.Gateway.Support;

/// <summary>A person at a client that speaks the protocol: sends frames, and expects them by name.</summary>
internal sealed class ChatClient : IAsyncDisposable
{
    private ChatClient(Uri server, RawClient raw) => (ComesBackTo, Raw) = (server, raw);

    /// <summary>Where it connects when it comes back; default: where it was.</summary>
    public Uri ComesBackTo { get; set; }

    public RawClient Raw { get; private set; }

    public JsonElement Welcome { get; private set; }

    public string Token => Welcome.GetProperty("token").GetString()!;

    public string Session => Welcome.GetProperty("session").GetString()!;

    public string State => Welcome.GetProperty("state").GetString()!;

    public bool Resumed => Welcome.GetProperty("resumed").GetBoolean();

    /// <summary>Connects without saying hello.</summary>
    public static async Task<ChatClient> Connect(Uri server, params string[] headers) => new(server, await RawClient.Connect(server, headers: headers));

    /// <summary>Speaks over a socket that is there already.</summary>
    public static ChatClient Over(Uri server, RawClient raw) => new(server, raw);

    /// <summary>Connects and is welcomed.</summary>
    public static async Task<ChatClient> Join(Uri server, string? resume = null, long? received = null)
    {
        var client = await Connect(server);
        await client.Hello(resume, received);
        return client;
    }

    public async Task Hello(string? resume = null, long? received = null)
    {
        await Send(new { type = "hello", resume, received });
        Welcome = await Expect("welcome");
    }

    /// <summary>Comes back on a new socket; the old one stays as it is.</summary>
    public Task<ChatClient> ComeBack(long received = 0) => Join(ComesBackTo, Token, received);

    public Task Send(object frame) => Raw.SendText(JsonSerializer.Serialize(frame));

    public Task SendRaw(string text) => Raw.SendText(text);

    public Task Find(params string[] interests) => Send(new { type = "find_match", interests });

    public Task Say(long n, string text) => Send(new { type = "message", n, text });

    /// <summary>Says something that needs no escapes, in as few bytes as may be.</summary>
    public Task SayRaw(long n, string text) => SendRaw($$"""{"type":"message","n":{{n}},"text":"{{text}}"}""");

    public Task Ack(long n) => Send(new { type = "ack", n });

    public Task Typing(bool on) => Send(new { type = "typing", on });

    public Task Leave() => Send(new { type = "leave" });

    /// <summary>The next frame, whatever it is; the number of people online is nobody's answer and is passed over.</summary>
    public async Task<JsonElement> Next()
    {
        while (true)
        {
            var frame = await Raw.Receive();
            Assert.True(frame.Opcode == RawClient.Text, $"Expected a text frame, got {frame}.");
            if (frame.Json.GetProperty("type").GetString() != "online")
            {
                return frame.Json;
            }
        }
    }

    /// <summary>The next frame, which must be of a type.</summary>
    public async Task<JsonElement> Expect(string type)
    {
        var frame = await Next();
        Assert.True(frame.GetProperty("type").GetString() == type, $"Expected {type}, got {frame}.");
        return frame;
    }

    /// <summary>The match; on a busy machine the search may have come to tier 2 before.</summary>
    public async Task<JsonElement> ExpectMatch()
    {
        JsonElement frame;
        do
        {
            frame = await Next();
        }
        while (frame.GetProperty("type").GetString() == "searching");

        Assert.Equal("match_found", frame.GetProperty("type").GetString());
        return frame;
    }

    /// <summary>The next frame, which must be an error.</summary>
    public async Task<JsonElement> ExpectError(string code, string? re = null)
    {
        var frame = await Expect("error");
        Assert.Equal(code, frame.GetProperty("code").GetString());
        Assert.Equal(re, frame.TryGetProperty("re", out var answers) ? answers.GetString() : null);
        Assert.NotEmpty(frame.GetProperty("message").GetString()!);
        return frame;
    }

    /// <summary>Reads on to the close code.</summary>
    public async Task ExpectClose(int code) => Assert.Equal(code, await Raw.ReceiveClose());

    /// <summary>Everything sent so far has been handled and nothing else has come: the next frame is the pong.</summary>
    public async Task ExpectQuiet()
    {
        await Send(new { type = "ping" });
        await Expect("pong");
    }

    public ValueTask DisposeAsync() => Raw.DisposeAsync();
}
