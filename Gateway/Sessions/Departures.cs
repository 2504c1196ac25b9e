using System.Collections.Concurrent;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Protocol;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Gateway.Sessions;

/// <summary>Tells the cluster, in the background, that engaged sessions have lost their connection.</summary>
internal sealed class Departures(IGrainFactory grains, GrainCalls calls, ILogger<Departures> log)
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

        var task = Task.Run(() => Detach(connection.Session, connection.Epoch, connection.HeardSinceWelcome, connection.Chat?.Match));
        _pending[task] = true;
        task.ContinueWith(done => _pending.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Waits for what is under way.</summary>
    public Task Settle() => Task.WhenAll(_pending.Keys);

    private async Task Detach(SessionId session, long epoch, bool heard, MatchId? inChat)
    {
        try
        {
            var grain = grains.GetGrain<IUserSession>(session.Value);
            if (await calls.Call(() => grain.Detach(epoch, heard, inChat), Patience) is { } match)
            {
                var room = grains.GetGrain<IChatRoom>(match.Value);
                await calls.Call(() => room.Detach(session, epoch), Patience);
            }
        }
        catch (CallFailedException)
        {
            // counted and logged by the call; the lease running out or the next resume sets it right
            log.DepartureUntold(session);
        }
    }
}
