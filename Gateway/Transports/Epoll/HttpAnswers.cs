using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>The answers to a handshake that this transport writes by itself.</summary>
internal static class HttpAnswers
{
    /// <summary>The largest answer to a handshake.</summary>
    public const int MostAccepted = 256;

    private const int KeyLength = 24;
    private const int AcceptLength = 28;

    private static readonly byte[] ProtocolLine = Encoding.ASCII.GetBytes($"Sec-WebSocket-Protocol: {ProtocolLimits.Subprotocol}\r\n");

    /// <summary>The gateway is leaving or full.</summary>
    public static ReadOnlySpan<byte> Unavailable => "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\nRetry-After: 1\r\n\r\n"u8;

    /// <summary>Far too many connections from one address.</summary>
    public static ReadOnlySpan<byte> TooMany => "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8;

    /// <summary>The head did not come to its end in time.</summary>
    public static ReadOnlySpan<byte> Timeout => "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8;

    /// <summary>Writes the answer that accepts a handshake; answers its size.</summary>
    public static int Accept(Span<byte> target, ReadOnlySpan<byte> key, bool withProtocol)
    {
        Span<byte> signed = stackalloc byte[KeyLength + 36];
        key.CopyTo(signed);
        "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8.CopyTo(signed[KeyLength..]);
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6455 asks for it; nothing is kept secret by it
        SHA1.HashData(signed, digest);
#pragma warning restore CA5350
        var begin = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: "u8;
        begin.CopyTo(target);
        Base64.EncodeToUtf8(digest, target[begin.Length..], out _, out _);
        var size = begin.Length + AcceptLength;
        size += Append(target[size..], "\r\n"u8);
        size += withProtocol ? Append(target[size..], ProtocolLine) : 0;
        return size + Append(target[size..], "\r\n"u8);
    }

    private static int Append(Span<byte> target, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target);
        return text.Length;
    }
}
