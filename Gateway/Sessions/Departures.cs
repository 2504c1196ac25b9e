using System.Collections.Concurrent;
using Whisper.Delivery;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;
using Whisper.Runtime;
using Whisper.Sessions;

namespace Whisper.Gateway.Sessions;

/// <summary>Tells the cluster, in the background, that engaged sessions have lost their connection.</summary>
internal sealed class Departures(IGrainPeers grains, GrainCalls calls, GatewayIdentity identity, ILogger<Departures> log)
{
    // nobody waits for it, and a session that is never told keeps its partner in a chat with nobody
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Task, bool> _pending = new();

    /// <summary>A connection is gone. One that was superseded leaves nothing: the session is attached elsewhere.</summary>
    public void Leave(Connection connection)
    {
        if (!connection.Engaged || connection.Closing == CloseCode.Superseded)
        {
            return;
        }

        Leave(connection.Session, new Departure(RefOf(connection), connection.Epoch, connection.HeardSinceWelcome, connection.Chat?.Match));
    }

    /// <summary>A resume whose outcome is not known: if it took effect, the session is attached to a connection that goes.</summary>
    public void LeaveUnknown(SessionId session, Connection connection) =>
        Leave(session, new Departure(RefOf(connection), Epoch: null, Heard: false, InChat: null));

    /// <summary>Waits for what is under way.</summary>
    public Task Settle() => Task.WhenAll(_pending.Keys);

    private ConnectionRef RefOf(Connection connection) => new(identity.Id, connection.Id.Slot, connection.Id.Generation);

    private void Leave(SessionId session, Departure departure)
    {
        var task = Task.Run(() => Detach(session, departure));
        _pending[task] = true;
        task.ContinueWith(done => _pending.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task Detach(SessionId session, Departure departure)
    {
        try
        {
            var grain = grains.Session(session);
            if (await calls.Call(() => grain.Detach(departure), Patience) is { } seat)
            {
                var room = grains.Room(seat.Match);
                await calls.Call(() => room.Detach(session, seat.Epoch), Patience);
            }
        }
        catch (CallFailedException)
        {
            // counted and logged by the call; the lease running out or the next resume sets it right
            log.DepartureUntold(session);
        }
    }
}
