using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Whisper.LoadTest.Engine;

/// <summary>The opening handshake of a client (RFC 6455, section 4.1), without an allocation per connection.</summary>
internal sealed class Handshake
{
    private const int KeyBytes = 16;
    private const int KeyLength = 24;
    private const int AcceptLength = 28;

    private static ReadOnlySpan<byte> Magic => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    private readonly byte[] _before;
    private readonly byte[] _after;
    private readonly ulong _seed;

    /// <summary>Prepares the request that all connections to one server send.</summary>
    /// <param name="host">For the Host field.</param>
    /// <param name="path">For example <c>/ws</c>.</param>
    /// <param name="subprotocol">What is offered, or null.</param>
    /// <param name="seed">What keys are drawn from.</param>
    public Handshake(string host, string path, string? subprotocol, ulong seed)
    {
        _before = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + (subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n") + "Sec-WebSocket-Key: ");
        _after = "\r\n\r\n"u8.ToArray();
        _seed = seed;
    }

    /// <summary>The bytes that a request takes at most.</summary>
    public int Length => _before.Length + KeyLength + _after.Length;

    /// <summary>Writes the request of one connection.</summary>
    public void Write(ulong connection, Span<byte> into)
    {
        _before.CopyTo(into);
        Key(connection, into.Slice(_before.Length, KeyLength));
        _after.CopyTo(into[(_before.Length + KeyLength)..]);
    }

    /// <summary>Looks at what a server has answered.</summary>
    /// <returns>The length of the answer in bytes when it is a right one, 0 when it is not complete, minus the status code (or -1) when it is wrong.</returns>
    public int Read(ulong connection, ReadOnlySpan<byte> arrived)
    {
        var end = arrived.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return arrived.Length > 8192 ? -1 : 0;
        }

        var head = arrived[..end];
        if (!head.StartsWith("HTTP/1.1 101"u8))
        {
            return head.Length > 12 && int.TryParse(head.Slice(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? -status : -1;
        }

        Span<byte> expected = stackalloc byte[AcceptLength];
        Accept(connection, expected);
        return head.IndexOf(expected) >= 0 ? end + 4 : -1;
    }

    private void Key(ulong connection, Span<byte> into)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        BitConverter.TryWriteBytes(key, Mix(_seed ^ connection));
        BitConverter.TryWriteBytes(key[8..], Mix(_seed + ~connection));
        Base64.EncodeToUtf8(key, into, out _, out _);
    }

    private void Accept(ulong connection, Span<byte> into)
    {
        Span<byte> salted = stackalloc byte[KeyLength + Magic.Length];
        Key(connection, salted);
        Magic.CopyTo(salted[KeyLength..]);
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6455 wants it
        SHA1.HashData(salted, digest);
#pragma warning restore CA5350
        Base64.EncodeToUtf8(digest, into, out _, out _);
    }

    // the finaliser of splitmix64
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
