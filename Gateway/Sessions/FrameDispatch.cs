using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// The life of a client's frame: (1) what type is it, (2) does the state take it, (3) the flow that handles it. A flow
/// reads the fields, answers or asks the cluster, and never throws at the transport.
/// </summary>
internal sealed class FrameDispatch(
    HelloFlow hello, SearchFlow search, MessageFlow message, ChatFlow chat, ReportFlow report, Outbound outbound, Closer closer, GatewayMetrics metrics)
{
    /// <summary>Handles a complete text frame.</summary>
    public void Dispatch(Connection connection, ReadOnlySpan<byte> utf8)
    {
        var type = ClientCodec.Identify(utf8);
        metrics.FrameIn(type);
        connection.HeardSinceWelcome |= connection.Greeted;
        if (type is ClientFrameType.Bad or ClientFrameType.Unknown)
        {
            outbound.Error(connection, type == ClientFrameType.Bad ? FrameError.BadFrame : FrameError.UnknownType);
            return;
        }

        switch (StateTable.Judge(connection.Status, type))
        {
            case Verdict.Take:
                Take(connection, type, utf8);
                break;
            case Verdict.HelloRequired:
                RequireHello(connection, type);
                break;
            case Verdict.InvalidState:
                outbound.Error(connection, FrameError.InvalidState, type);
                break;
            case Verdict.Ignore:
                break;
        }
    }

    private void Take(Connection connection, ClientFrameType type, ReadOnlySpan<byte> utf8)
    {
        switch (type)
        {
            case ClientFrameType.Hello:
                hello.Handle(connection, utf8);
                break;
            case ClientFrameType.FindMatch:
                search.Find(connection, utf8);
                break;
            case ClientFrameType.CancelMatch:
                search.Cancel(connection);
                break;
            case ClientFrameType.Message:
                message.Handle(connection, utf8);
                break;
            case ClientFrameType.Ack:
                chat.Ack(connection, utf8);
                break;
            case ClientFrameType.Typing:
                chat.Typing(connection, utf8);
                break;
            case ClientFrameType.Leave:
                chat.Leave(connection);
                break;
            case ClientFrameType.Block:
                report.Block(connection);
                break;
            case ClientFrameType.Report:
                report.Report(connection, utf8);
                break;
            case ClientFrameType.Ping:
                outbound.Send(connection, ServerCodec.Pong);
                break;
        }
    }

    private void RequireHello(Connection connection, ClientFrameType type)
    {
        outbound.Error(connection, FrameError.HelloRequired, type);
        if (++connection.EarlyFrames >= ProtocolLimits.FramesBeforeHello)
        {
            closer.Close(connection, CloseCode.Violation);
        }
    }
}
