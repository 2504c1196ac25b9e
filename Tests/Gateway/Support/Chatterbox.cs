using System.Text.Json;
using Xunit;

namespace Whisper.Tests.Gateway.Support;

/// <summary>
/// A client as a good one is: meets people, talks, loses its connection now and then, resumes, sends again what was not
/// delivered, shows nothing twice. It checks what the protocol promises as it goes.
/// </summary>
internal sealed class Chatterbox(Uri server, int seed)
{
    private const int MessagesPerChat = 12;
    private static readonly string[] Tags = ["chess", "go", "jazz"];

    private readonly Random _random = new(seed);
    private ChatClient _client = null!;
    private string _match = "";
    private long _sent;
    private long _delivered;
    private long _shown;
    private bool _chatting;

    /// <summary>Chats that ended.</summary>
    public int Ended { get; private set; }

    public int Shown { get; private set; }

    public int Resumes { get; private set; }

    /// <summary>Goes on until everybody together has had enough; whoever then waits for a partner waits in vain.</summary>
    public async Task Run(Func<bool> enough)
    {
        _client = await ChatClient.Join(server);
        while (!enough() && await Meet(enough))
        {
            await Talk();
        }

        await _client.DisposeAsync();
    }

    private async Task<bool> Meet(Func<bool> enough)
    {
        while (!enough())
        {
            await _client.Find(Tags[_random.Next(3)], "music");
            await _client.Expect("searching");
            if (await Met())
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> Met()
    {
        while (true)
        {
            var frame = await _client.Next();
            switch (Type(frame))
            {
                case "match_found":
                    _match = frame.GetProperty("match").GetString()!;
                    (_sent, _delivered, _shown, _chatting) = (0, 0, 0, true);
                    return true;
                case "match_timeout":
                    return false;
                default:
                    Assert.Equal("searching", Type(frame));
                    break;
            }
        }
    }

    private async Task Talk()
    {
        while (_chatting)
        {
            switch (_random.Next(12))
            {
                case 0:
                    await Lose();
                    break;
                case 1 when _delivered >= MessagesPerChat / 2:
                    await _client.Leave();
                    await Hear(until: "chat_ended");
                    break;
                case 2:
                    await _client.Typing(_random.Next(2) == 0);
                    break;
                case <= 6 when _sent < MessagesPerChat:
                    await Say(++_sent);
                    break;
                case 7 when _sent >= MessagesPerChat && _delivered >= _sent:
                    await _client.Leave();
                    await Hear(until: "chat_ended");
                    break;
                default:
                    await CatchUp();
                    break;
            }
        }

        // what was said or left too late is answered after the end
        await CatchUp();
    }

    private async Task CatchUp()
    {
        await _client.Send(new { type = "ping" });
        await Hear(until: "pong");
    }

    private Task Say(long n) => _client.Say(n, $"{_match} {_client.Session} {n}");

    private async Task Lose()
    {
        _client.Raw.Drop();
        var back = await _client.ComeBack(_shown);
        Resumes++;
        Assert.True(back.Resumed, "the session was lost");
        _client = back;
        if (back.State == "idle")
        {
            // the end follows, unless it was sent to the socket that was lost just then
            await CatchUp();
            Ended += _chatting ? 1 : 0;
            _chatting = false;
            return;
        }

        var chat = back.Welcome.GetProperty("chat");
        Assert.Equal(_match, chat.GetProperty("match").GetString());
        Assert.InRange(chat.GetProperty("accepted").GetInt64(), _delivered, _sent);
        Assert.True(chat.GetProperty("received").GetInt64() <= _shown);
        for (var n = _delivered + 1; n <= _sent; n++)
        {
            await Say(n);
        }
    }

    /// <summary>Takes what comes until a frame of a type, or the end of the chat.</summary>
    private async Task Hear(string until)
    {
        while (true)
        {
            var frame = await _client.Next();
            await Take(frame);
            if (Type(frame) == until || (Type(frame) == "chat_ended" && until != "pong"))
            {
                return;
            }
        }
    }

    private async Task Take(JsonElement frame)
    {
        switch (Type(frame))
        {
            case "message":
                await Show(frame.GetProperty("n").GetInt64(), frame.GetProperty("text").GetString()!);
                break;
            case "delivered":
                Assert.InRange(frame.GetProperty("n").GetInt64(), _delivered, _sent);
                _delivered = frame.GetProperty("n").GetInt64();
                break;
            case "chat_ended":
                Assert.True(_chatting, "the end was told twice");
                _chatting = false;
                Ended++;
                Assert.Contains(frame.GetProperty("reason").GetString(), new[] { "you_left", "partner_left" });
                break;
            case "error":
                // what was said or left when the other had left already
                Assert.True(frame.GetProperty("code").GetString() == "invalid_state", frame.GetRawText());
                break;
            default:
                Assert.Contains(Type(frame), new[] { "partner", "typing", "pong" });
                break;
        }
    }

    private async Task Show(long n, string text)
    {
        Assert.True(_chatting, "a message after the end");
        Assert.True(n <= _shown + 1, $"message {n} after {_shown}");
        if (n == _shown + 1)
        {
            Assert.StartsWith($"{_match} ", text, StringComparison.Ordinal);
            Assert.EndsWith($" {n}", text, StringComparison.Ordinal);
            Assert.DoesNotContain(_client.Session, text, StringComparison.Ordinal);
            (_shown, Shown) = (n, Shown + 1);
        }

        await _client.Ack(_shown);
    }

    private static string Type(JsonElement frame) => frame.GetProperty("type").GetString()!;
}
