namespace Whisper.Gateway.Protocol;

/// <summary>
/// Every code with which a gateway closes a socket. 4000 to 4099: the client reconnects. 4400 to 4499: it does not.
/// 1002 to 1009 are the WebSocket protocol's own.
/// </summary>
internal enum CloseCode
{
    /// <summary>Not closed by a code: the peer went away, or closed by itself.</summary>
    None = 0,

    /// <summary>Not a WebSocket frame as RFC 6455 has it.</summary>
    ProtocolError = 1002,

    /// <summary>A binary frame.</summary>
    BinaryFrame = 1003,

    /// <summary>A text frame that is not UTF-8.</summary>
    InvalidUtf8 = 1007,

    /// <summary>A frame of more than 16,384 bytes.</summary>
    FrameTooLarge = 1009,

    /// <summary>This gateway is going away.</summary>
    Drain = 4000,

    /// <summary>No sign of life.</summary>
    Silent = 4001,

    /// <summary>The client reads slower than it is sent to.</summary>
    SlowReader = 4002,

    /// <summary>The cluster did not answer in time; resume and send again.</summary>
    Overloaded = 4003,

    /// <summary>Too many frames, or three frames before hello.</summary>
    Violation = 4400,

    /// <summary>A newer socket took the session over.</summary>
    Superseded = 4401,

    /// <summary>The session was banned.</summary>
    Banned = 4403,

    /// <summary>No hello in time.</summary>
    NoHello = 4408,

    /// <summary>Too many connections from this address.</summary>
    TooManyConnections = 4429,
}

/// <summary>What follows from a close code's number.</summary>
internal static class CloseCodes
{
    /// <summary>Whether the client is meant to come back by itself.</summary>
    public static bool Reconnects(this CloseCode code) => (int)code is >= 4000 and < 4100;

    /// <summary>A word for people who watch the wire.</summary>
    public static string Reason(this CloseCode code) => code switch
    {
        CloseCode.ProtocolError => "protocol error",
        CloseCode.BinaryFrame => "binary frame",
        CloseCode.InvalidUtf8 => "invalid UTF-8",
        CloseCode.FrameTooLarge => "frame too large",
        CloseCode.Drain => "drain",
        CloseCode.Silent => "no sign of life",
        CloseCode.SlowReader => "slow reader",
        CloseCode.Overloaded => "overloaded",
        CloseCode.Violation => "protocol violation",
        CloseCode.Superseded => "superseded",
        CloseCode.Banned => "banned",
        CloseCode.NoHello => "no hello",
        CloseCode.TooManyConnections => "too many connections",
        _ => "",
    };
}
