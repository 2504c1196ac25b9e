using Whisper.Gateway.Connections;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Sessions;

/// <summary>What becomes of a frame in a state.</summary>
internal enum Verdict
{
    /// <summary>It is handled.</summary>
    Take,

    /// <summary>It means nothing here and does no harm.</summary>
    Ignore,

    /// <summary>Hello must come first.</summary>
    HelloRequired,

    /// <summary>It is not taken in this state.</summary>
    InvalidState,
}

/// <summary>The protocol's table of states.</summary>
internal static class StateTable
{
    /// <summary>What becomes of a known frame.</summary>
    public static Verdict Judge(ConnectionStatus status, ClientFrameType type) => (status, type) switch
    {
        (_, ClientFrameType.Ping) => Verdict.Take,
        (ConnectionStatus.Chatting, ClientFrameType.Ack) => Verdict.Take,
        (_, ClientFrameType.Ack) => Verdict.Ignore,

        (ConnectionStatus.NotGreeted, ClientFrameType.Hello) => Verdict.Take,
        (ConnectionStatus.NotGreeted, _) => Verdict.HelloRequired,

        (ConnectionStatus.Idle, ClientFrameType.FindMatch) => Verdict.Take,
        (ConnectionStatus.Idle or ConnectionStatus.Chatting, ClientFrameType.Report or ClientFrameType.Block) => Verdict.Take,
        (ConnectionStatus.Searching, ClientFrameType.CancelMatch) => Verdict.Take,
        (ConnectionStatus.Chatting, ClientFrameType.Message or ClientFrameType.Typing or ClientFrameType.Leave) => Verdict.Take,

        _ => Verdict.InvalidState,
    };
}
