using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// The life of a client's frame: (1) what type is it, (2) has it to wait for the one before, (3) does the state take it, (4) the flow that handles it. A flow
/// reads the fields, answers or asks the cluster, and never throws at the transport.
/// </summary>
internal sealed class FrameDispatch(
    HelloFlow hello,
    SearchFlow search,
    MessageFlow message,
    ChatFlow chat,
    ReportFlow report,
    Outbound outbound,
    Closer closer,
    GatewayMetrics metrics,
    ILogger<FrameDispatch> log)
{
    /// <summary>Handles a complete text frame.</summary>
    public void Dispatch(Connection connection, ReadOnlySpan<byte> utf8)
    {
        var type = ClientCodec.Identify(utf8, out var fields);
        metrics.FrameIn(type);
        if (!connection.HeardSinceWelcome)
        {
            connection.HeardSinceWelcome = connection.Greeted;
        }

        // what acknowledges the partner's messages has no order among one's own
        var passesBy = type == ClientFrameType.Ack && connection.Status == ConnectionStatus.Chatting;
        if (passesBy || !Intents.HasToWait(connection, utf8))
        {
            Handle(connection, type, utf8, fields);
        }
    }

    /// <summary>Handles a frame that has waited.</summary>
    public void Again(Connection connection, ReadOnlySpan<byte> utf8)
    {
        try
        {
            Handle(connection, ClientCodec.Identify(utf8, out var fields), utf8, fields);
        }
        catch (Exception error)
        {
            log.DispatchFailed(error, connection.Id.Slot, connection.Id.Generation);
            outbound.Error(connection, FrameError.Internal);
        }
    }

    private void Handle(Connection connection, ClientFrameType type, ReadOnlySpan<byte> utf8, in ChatFields fields)
    {
        if (type is ClientFrameType.Bad or ClientFrameType.Unknown)
        {
            outbound.Error(connection, type == ClientFrameType.Bad ? FrameError.BadFrame : FrameError.UnknownType);
            return;
        }

        switch (StateTable.Judge(connection.Status, type))
        {
            case Verdict.Take:
                Take(connection, type, utf8, fields);
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

    private void Take(Connection connection, ClientFrameType type, ReadOnlySpan<byte> utf8, in ChatFields fields)
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
                message.Handle(connection, fields);
                break;
            case ClientFrameType.Ack:
                chat.Ack(connection, fields);
                break;
            case ClientFrameType.Typing:
                chat.Typing(connection, fields);
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
