namespace Whisper.Gateway.Protocol;

/// <summary>Every type of frame that a client may send, and the two ways in which it may fail to be one.</summary>
internal enum ClientFrameType
{
    /// <summary>Not a JSON object with a string <c>type</c>.</summary>
    Bad,

    /// <summary>A type that the protocol does not have.</summary>
    Unknown,

    /// <summary>Begin, or take up a session again.</summary>
    Hello,

    /// <summary>Start searching.</summary>
    FindMatch,

    /// <summary>Stop searching.</summary>
    CancelMatch,

    /// <summary>Say something to the partner.</summary>
    Message,

    /// <summary>Partner messages have arrived.</summary>
    Ack,

    /// <summary>Typing, or no longer.</summary>
    Typing,

    /// <summary>End the chat.</summary>
    Leave,

    /// <summary>End the chat and never meet this partner again.</summary>
    Block,

    /// <summary>Report the partner.</summary>
    Report,

    /// <summary>Answered by pong.</summary>
    Ping,
}

/// <summary>How frame types look on the wire.</summary>
internal static class ClientFrameTypes
{
    /// <summary>The type as the protocol writes it; a label for the two that are none.</summary>
    public static string Wire(this ClientFrameType type) => type switch
    {
        ClientFrameType.Hello => "hello",
        ClientFrameType.FindMatch => "find_match",
        ClientFrameType.CancelMatch => "cancel_match",
        ClientFrameType.Message => "message",
        ClientFrameType.Ack => "ack",
        ClientFrameType.Typing => "typing",
        ClientFrameType.Leave => "leave",
        ClientFrameType.Block => "block",
        ClientFrameType.Report => "report",
        ClientFrameType.Ping => "ping",
        ClientFrameType.Unknown => "unknown",
        _ => "bad",
    };
}
