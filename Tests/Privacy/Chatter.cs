using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Whisper.Tests.Privacy;

/// <summary>A person with a socket, who says what a frame holds and waits for the answer.</summary>
internal sealed class Chatter : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>The latest resume token.</summary>
    public string Token { get; private set; } = "";

    public static async Task<Chatter> Connect(Uri url, Canaries canaries, string? resume = null)
    {
        var chatter = new Chatter();
        chatter._socket.Options.AddSubProtocol("whisper.v1");
        chatter._socket.Options.SetRequestHeader("X-Forwarded-For", Canaries.Address);
        using var deadline = new CancellationTokenSource(Patience);
        await chatter._socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws", Path = "/ws" }.Uri, deadline.Token);
        await chatter.Send(new { type = "hello", resume });
        chatter.Token = (await chatter.Expect("welcome")).GetProperty("token").GetString()!;
        canaries.Tokens.Add(chatter.Token);
        return chatter;
    }

    public Task Send(object frame) => SendText(JsonSerializer.Serialize(frame));

    public async Task SendText(string text)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
    }

    /// <summary>The next frame of a type; others are passed over.</summary>
    public async Task<JsonElement> Expect(string type)
    {
        while (true)
        {
            var frame = await Receive() ?? throw new InvalidOperationException($"The socket was closed with {_socket.CloseStatus} before {type} came.");
            if (frame.GetProperty("type").GetString() == type)
            {
                return frame;
            }
        }
    }

    /// <summary>The next error must have this code.</summary>
    public async Task ExpectError(string code) => Xunit.Assert.Equal(code, (await Expect("error")).GetProperty("code").GetString());

    /// <summary>Reads on until the server closes the socket.</summary>
    public async Task<int> ExpectClose()
    {
        while (await Receive() is not null)
        {
        }

        return (int)_socket.CloseStatus!;
    }

    /// <summary>Vanishes without a word, as a phone in a tunnel does.</summary>
    public void Drop() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private async Task<JsonElement?> Receive()
    {
        using var deadline = new CancellationTokenSource(Patience);
        var length = 0;
        while (true)
        {
            var result = await _socket.ReceiveAsync(_buffer.AsMemory(length), deadline.Token);
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (result.EndOfMessage)
            {
                return JsonDocument.Parse(_buffer.AsMemory(0, length)).RootElement.Clone();
            }
        }
    }
}
