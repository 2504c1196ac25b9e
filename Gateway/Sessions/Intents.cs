using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// Runs what a frame asks of the cluster: the socket is not read until it is done, so that the frames of a connection are
/// handled one after the other, and, where the flow asks for it, deliveries wait until its answer is out.
/// </summary>
internal sealed class Intents(EventRelay relay, Outbound outbound, Closer closer, ILogger<Intents> log)
{
    /// <summary>Starts a flow.</summary>
    /// <param name="connection">For whom.</param>
    /// <param name="re">The frame it answers.</param>
    /// <param name="hold">Whether deliveries wait for its answer.</param>
    /// <param name="flow">What to do.</param>
    public void Run(Connection connection, ClientFrameType re, bool hold, Func<Task> flow)
    {
        lock (connection)
        {
            if (connection.Closing is not null)
            {
                return;
            }

            connection.Busy = true;
            connection.Holding = hold;
        }

        connection.Transport.Pause(connection.Id);
        _ = RunToEnd(connection, re, flow);
    }

    private async Task RunToEnd(Connection connection, ClientFrameType re, Func<Task> flow)
    {
        try
        {
            await flow();
        }
        catch (CallFailedException)
        {
            log.Unanswered(re, connection.Session, connection.Id.Slot, connection.Id.Generation);
            // whether it took effect is not known: only a resume tells, and it makes the client send again
            outbound.Error(connection, FrameError.Overloaded, re);
            closer.Close(connection, CloseCode.Overloaded);
        }
        catch (Exception error)
        {
            log.FlowFailed(error, re, connection.Session, connection.Id.Slot, connection.Id.Generation);
            outbound.Error(connection, FrameError.Internal, re);
            closer.Close(connection, CloseCode.Overloaded);
        }

        End(connection);
    }

    private void End(Connection connection)
    {
        bool closed;
        lock (connection)
        {
            connection.Holding = false;
            var held = connection.Held;
            connection.Held = null;
            foreach (var item in held ?? [])
            {
                relay.Apply(connection, item);
            }

            connection.Busy = false;
            closed = connection.Closing is not null;
        }

        if (closed)
        {
            closer.AfterCall(connection);
        }

        connection.Transport.Resume(connection.Id);
    }
}
