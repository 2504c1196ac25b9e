using System.Buffers;
using System.Text;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.Epoll;

/// <summary>What the first bytes of a connection are.</summary>
internal enum RequestKind
{
    /// <summary>It cannot be told yet.</summary>
    Incomplete,

    /// <summary>Anything else, sound or not: the web server's business.</summary>
    Other,

    /// <summary>A WebSocket handshake for <c>/ws</c> without anything unusual about it.</summary>
    Upgrade,
}

/// <summary>
/// The head of a <c>GET /ws</c> with which a client asks for a WebSocket (RFC 6455, section 4.2.1). Whatever is not exactly as browsers write it counts as
/// <see cref="RequestKind.Other"/>, so that nothing has to be refused here that the web server knows how to refuse.
/// </summary>
internal ref struct UpgradeRequest
{
    /// <summary>The largest head that is looked at; the web server's bounds hold for longer ones.</summary>
    public const int MostBytes = 8 * 1024;

    private const int KeyLength = 24;

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);
    private static readonly SearchValues<byte> HostBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:[]"u8);
    private static readonly SearchValues<byte> KeyBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    private static readonly byte[] OurProtocol = Encoding.ASCII.GetBytes(ProtocolLimits.Subprotocol);

    private bool _upgrades;
    private bool _isConnectionUpgrade;
    private bool _isVersion13;

    /// <summary>Bytes of the head, the empty line included.</summary>
    public int Size { get; private set; }

    /// <summary><c>Sec-WebSocket-Key</c></summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary><c>Host</c></summary>
    public ReadOnlySpan<byte> Host { get; private set; }

    /// <summary><c>Origin</c>, when <see cref="HasOrigin"/>.</summary>
    public ReadOnlySpan<byte> Origin { get; private set; }

    /// <summary>Whether there is an origin, be it empty.</summary>
    public bool HasOrigin { get; private set; }

    /// <summary>Whether subprotocols are offered.</summary>
    public bool OffersProtocols { get; private set; }

    /// <summary>Whether ours is among them.</summary>
    public bool OffersOurs { get; private set; }

    /// <summary>The last <c>X-Forwarded-For</c>.</summary>
    public ReadOnlySpan<byte> ForwardedFor { get; private set; }

    /// <summary>Looks at what has arrived on a new connection.</summary>
    public static RequestKind Read(ReadOnlySpan<byte> arrived, out UpgradeRequest request)
    {
        request = default;
        var begin = "GET /ws"u8;
        if (!arrived.StartsWith(begin[..Math.Min(begin.Length, arrived.Length)]) || (arrived.Length > begin.Length && arrived[begin.Length] is not ((byte)' ' or (byte)'?')))
        {
            return RequestKind.Other;
        }

        var end = arrived.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return arrived.Length >= MostBytes || HasBareLineFeed(arrived) ? RequestKind.Other : RequestKind.Incomplete;
        }

        request.Size = end + 4;
        return request.ReadLines(arrived[..(end + 2)]) ? RequestKind.Upgrade : RequestKind.Other;
    }

    private static bool HasBareLineFeed(ReadOnlySpan<byte> head)
    {
        for (var at = head.IndexOf((byte)'\n'); at >= 0; at = head.IndexOf((byte)'\n'))
        {
            if (at == 0 || head[at - 1] != '\r')
            {
                return true;
            }

            head = head[(at + 1)..];
        }

        return false;
    }

    private bool ReadLines(ReadOnlySpan<byte> lines)
    {
        var line = NextLine(ref lines);
        if (!line.EndsWith(" HTTP/1.1"u8) || line["GET ".Length..^" HTTP/1.1".Length].ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return false;
        }

        while (!lines.IsEmpty)
        {
            line = NextLine(ref lines);
            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || line[..colon].ContainsAnyExcept(NameBytes))
            {
                return false;
            }

            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (value.ContainsAnyExceptInRange((byte)' ', (byte)'~') || !ReadHeader(line[..colon], value))
            {
                return false;
            }
        }

        return _upgrades && _isConnectionUpgrade && _isVersion13 && !Key.IsEmpty && !Host.IsEmpty;
    }

    private bool ReadHeader(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "Host"u8))
        {
            var isSound = Host.IsEmpty && !value.ContainsAnyExcept(HostBytes);
            Host = value;
            return isSound;
        }

        if (Ascii.EqualsIgnoreCase(name, "Upgrade"u8))
        {
            return _upgrades = Ascii.EqualsIgnoreCase(value, "websocket"u8);
        }

        if (Ascii.EqualsIgnoreCase(name, "Connection"u8))
        {
            _isConnectionUpgrade |= Lists(value, "Upgrade"u8, ignoreCase: true);
            return true;
        }

        if (Ascii.EqualsIgnoreCase(name, "Origin"u8))
        {
            var isFirst = !HasOrigin;
            HasOrigin = true;
            Origin = value;
            return isFirst;
        }

        if (Ascii.EqualsIgnoreCase(name, "X-Forwarded-For"u8))
        {
            ForwardedFor = value;
            return true;
        }

        var family = "Sec-WebSocket-"u8;
        if (name.Length > family.Length && Ascii.EqualsIgnoreCase(name[..family.Length], family))
        {
            return ReadWebSocketHeader(name[family.Length..], value);
        }

        // a body, or anything that changes what the connection is
        return !Ascii.EqualsIgnoreCase(name, "Content-Length"u8) && !Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8) && !Ascii.EqualsIgnoreCase(name, "Expect"u8);
    }

    private bool ReadWebSocketHeader(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "Key"u8))
        {
            var isSound = Key.IsEmpty && value.Length == KeyLength && value.EndsWith("=="u8) && !value[..^2].ContainsAnyExcept(KeyBytes);
            Key = value;
            return isSound;
        }

        if (Ascii.EqualsIgnoreCase(name, "Version"u8))
        {
            return !_isVersion13 && (_isVersion13 = value.SequenceEqual("13"u8));
        }

        if (Ascii.EqualsIgnoreCase(name, "Protocol"u8))
        {
            OffersProtocols = true;
            OffersOurs |= Lists(value, OurProtocol, ignoreCase: false);
            return !value.IsEmpty;
        }

        // extensions are offered by every browser, and not taken up
        return true;
    }

    private static bool Lists(ReadOnlySpan<byte> value, ReadOnlySpan<byte> wanted, bool ignoreCase)
    {
        foreach (var range in value.Split((byte)','))
        {
            var item = value[range].Trim(" \t"u8);
            if (ignoreCase ? Ascii.EqualsIgnoreCase(item, wanted) : item.SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> NextLine(scoped ref ReadOnlySpan<byte> lines)
    {
        var end = lines.IndexOf("\r\n"u8);
        var line = lines[..end];
        lines = lines[(end + 2)..];
        return line;
    }
}
