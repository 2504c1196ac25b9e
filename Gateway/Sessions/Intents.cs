using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Sessions;

/// <summary>
/// Runs what a frame asks of the cluster. The frames of a connection are handled one after the other: one that comes meanwhile waits, and the
/// socket is not read until it has had its turn. Where the flow asks for it, deliveries wait until its answer is out.
/// </summary>
internal sealed class Intents(EventRelay relay, Outbound outbound, Closer closer, Lazy<FrameDispatch> dispatch, SlowStart slowStart, ILogger<Intents> log)
{
    /// <summary>Starts a flow.</summary>
    /// <param name="connection">For whom.</param>
    /// <param name="re">The frame it answers.</param>
    /// <param name="hold">Whether deliveries wait for its answer.</param>
    /// <param name="flow">What to do.</param>
    public void Run(Connection connection, ClientFrameType re, bool hold, Func<Task> flow)
    {
        if (Begin(connection, hold))
        {
            _ = RunToEnd(connection, re, slowStart.Run(flow));
        }
    }

    /// <summary>Begins something that <see cref="End"/> ends, whatever becomes of it; false when the connection is being closed.</summary>
    public static bool Begin(Connection connection, bool hold = false)
    {
        lock (connection)
        {
            if (connection.Closing is not null)
            {
                return false;
            }

            connection.Busy = true;
            connection.Holding = hold;
            return true;
        }
    }

    /// <summary>
    /// Has a frame wait while something is under way for its connection; false when nothing is. Called while the frame is handed over, of which there
    /// is one at a time, so that never more than one waits.
    /// </summary>
    public static bool HasToWait(Connection connection, ReadOnlySpan<byte> utf8)
    {
        if (!connection.Busy)
        {
            // nobody else makes it busy now
            return false;
        }

        lock (connection)
        {
            if (!connection.Busy)
            {
                return false;
            }

            connection.Waiting = utf8.ToArray();
            connection.Transport.Pause(connection.Id);
            return true;
        }
    }

    /// <summary>Waits for what was begun, answers when it failed, and ends it.</summary>
    public async Task RunToEnd(Connection connection, ClientFrameType re, Task flow)
    {
        try
        {
            await flow;
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

    /// <summary>Lets out what was held, and then the frame that waits have its turn.</summary>
    public void End(Connection connection)
    {
        byte[]? waiting;
        bool closed;
        lock (connection)
        {
            connection.Holding = false;
            if (connection.Held is { } held)
            {
                connection.Held = null;
                foreach (var item in held)
                {
                    relay.Apply(connection, item);
                }
            }

            connection.Busy = false;
            closed = connection.Closing is not null;
            (waiting, connection.Waiting) = (connection.Waiting, null);
        }

        if (closed)
        {
            closer.AfterCall(connection);
        }

        if (waiting is not null)
        {
            if (!closed)
            {
                dispatch.Value.Again(connection, waiting);
            }

            connection.Transport.Resume(connection.Id);
        }
    }
}
