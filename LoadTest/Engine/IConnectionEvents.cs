namespace Whisper.LoadTest.Engine;

/// <summary>What happens to connections. All of it on the loop's thread.</summary>
internal interface IConnectionEvents
{
    /// <summary>The server has agreed to speak WebSocket.</summary>
    void Opened(int id);

    /// <summary>A whole message has arrived; it is gone when this returns.</summary>
    void Received(int id, Opcode opcode, ReadOnlySpan<byte> payload);

    /// <summary>The connection is over, or never came about. Not called for what this side closes itself.</summary>
    /// <param name="id">Which.</param>
    /// <param name="code">A close code, <see cref="CloseCodes.Broken"/>, or the HTTP status that was answered instead of an upgrade.</param>
    void Closed(int id, int code);
}

/// <summary>The codes that matter here (RFC 6455, section 7.4, and docs/protocol.md).</summary>
internal static class CloseCodes
{
    public const int Normal = 1000;
    public const int ProtocolError = 1002;
    public const int NoStatus = 1005;

    /// <summary>The connection ended without a close frame.</summary>
    public const int Broken = 1006;

    /// <summary>Not a code of the wire: the connection was refused.</summary>
    public const int NoConnection = 1;

    /// <summary>Not a code of the wire: nobody has answered in time.</summary>
    public const int TimedOut = 2;

    /// <summary>Not a code of the wire: this process may open no more descriptors.</summary>
    public const int NoDescriptor = 3;

    /// <summary>Not a code of the wire: no port is left at the source address.</summary>
    public const int NoPort = 4;

    /// <summary>How results name it.</summary>
    public static string Name(int code) => code switch
    {
        NoConnection => "refused",
        TimedOut => "timed out",
        NoDescriptor => "no descriptor left here",
        NoPort => "no port left here",
        Broken => "broken",
        < 1000 => $"HTTP {code}",
        _ => $"close {code}",
    };
}
