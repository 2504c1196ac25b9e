using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Connections;

/// <summary>The one way out for frames: queues them with the transport, and gives up a reader that is too slow.</summary>
internal sealed class Outbound(Closer closer, GatewayMetrics metrics)
{
    /// <summary>Sends an encoded frame.</summary>
    public void Send(Connection connection, ReadOnlyMemory<byte> frame) => Send(connection, frame.Span);

    /// <summary>Sends an encoded frame, whose bytes are the caller's again when the call returns.</summary>
    public void Send(Connection connection, ReadOnlySpan<byte> frame)
    {
        if (connection.Closing is not null)
        {
            return;
        }

        metrics.FrameOut();
        if (!connection.Transport.Send(connection.Id, frame))
        {
            closer.Close(connection, CloseCode.SlowReader);
        }
    }

    /// <summary>Sends an error.</summary>
    public void Error(Connection connection, FrameError code, ClientFrameType? re = null, long? retryAfterMs = null, long? expected = null)
    {
        metrics.Error(code);
        Send(connection, ServerCodec.Error(code, re, retryAfterMs, expected));
    }
}
