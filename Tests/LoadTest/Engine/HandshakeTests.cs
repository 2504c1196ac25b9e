using System.Security.Cryptography;
using System.Text;
using Whisper.LoadTest.Engine;
using Xunit;

namespace Whisper.Tests.LoadTest.Engine;

public sealed class HandshakeTests
{
    private readonly Handshake _handshake = new("127.0.0.1:1", "/ws", "whisper.v1", 3);

    [Fact]
    public void Request_IsWhatTheStandardWants()
    {
        var request = Request(5);
        Assert.StartsWith("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Protocol: whisper.v1\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", request, StringComparison.Ordinal);
        Assert.Equal(16, Convert.FromBase64String(Key(request)).Length);
        Assert.NotEqual(Key(request), Key(Request(6)));
    }

    [Fact]
    public void Answer_WithTheRightKey_IsTakenAsFarAsItGoes()
    {
        var answer = Answer("101 Switching Protocols", Accept(Key(Request(5))));
        Assert.Equal(answer.Length, _handshake.Read(5, [.. answer, 0x81, 0x00]));
        for (var arrived = 0; arrived < answer.Length; arrived++)
        {
            Assert.Equal(0, _handshake.Read(5, answer.AsSpan(0, arrived)));
        }
    }

    [Fact]
    public void Answer_WithAnothersKey_IsRefused() => Assert.Equal(-1, _handshake.Read(5, Answer("101 Switching Protocols", Accept(Key(Request(6))))));

    [Theory]
    [InlineData("503 Service Unavailable", -503)]
    [InlineData("400 Bad Request", -400)]
    public void Answer_ThatIsNoUpgrade_NamesItsStatus(string status, int expected) => Assert.Equal(expected, _handshake.Read(5, Answer(status, "")));

    [Fact]
    public void Answer_WithoutEnd_IsRefusedSomeTime() => Assert.Equal(-1, _handshake.Read(5, new byte[10_000]));

#pragma warning disable CA5350 // RFC 6455 wants it
    internal static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350

    internal static byte[] Answer(string status, string accept) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");

    internal static string Key(string request) => request.Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];

    private string Request(ulong connection)
    {
        var bytes = new byte[_handshake.Length];
        _handshake.Write(connection, bytes);
        return Encoding.ASCII.GetString(bytes);
    }
}
