using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Connections;
using Whisper.Gateway.Hosting;
using Whisper.Sessions;

namespace Whisper.Gateway.Sessions;

/// <summary>What a local resume hands from one connection to the next.</summary>
/// <param name="Epoch">The epoch of the connection before.</param>
/// <param name="Old">That connection, when it is still open and must be closed as superseded.</param>
internal sealed record LocalTakeover(long Epoch, Connection? Old);

/// <summary>
/// The sessions that this gateway alone knows: those that have never had an intent, connected or lost within the grace
/// period. An engaged session is the cluster's business and never taken over here.
/// </summary>
internal sealed class SessionDirectory(IOptions<UserSessionOptions> options, GatewayClock clock)
{
    private readonly SessionIndex _live = new();
    private readonly ConcurrentDictionary<SessionId, Lost> _lost = new();
    private readonly ConcurrentQueue<(long UntilMs, SessionId Session)> _forgetting = new();
    private readonly long _graceMs = (long)options.Value.Grace.TotalMilliseconds;

    /// <summary>How many lost sessions are kept.</summary>
    public int LostCount => _lost.Count;

    /// <summary>A connection now speaks for its session.</summary>
    public void Add(Connection connection) => _live.Set(connection);

    /// <summary>The cluster knows the session from now on. False when it is not this connection's any more.</summary>
    public bool Remove(Connection connection) => _live.Remove(connection);

    /// <summary>A connection is gone; its session is kept for a while unless the cluster keeps it. Called under the connection's lock.</summary>
    public void Lose(Connection connection)
    {
        if (_live.Remove(connection) && !connection.Engaged)
        {
            var until = clock.NowMs + _graceMs;
            _lost[connection.Session] = new Lost(connection.TokenHash, connection.HeardSinceWelcome ? null : connection.PriorHash, connection.Epoch, until);
            _forgetting.Enqueue((until, connection.Session));
        }
    }

    /// <summary>Takes a session up with a token; null when this gateway does not know it so.</summary>
    public LocalTakeover? TakeOver(ResumeToken token)
    {
        if (_live.Find(token.Session) is { } old)
        {
            lock (old)
            {
                if (old.Closing is null)
                {
                    return !old.Engaged && old.TokenHash.Matches(token.Hash) && _live.Remove(old)
                        ? new LocalTakeover(old.Epoch, old)
                        : null;
                }
            }
        }

        return _lost.TryGetValue(token.Session, out var lost)
            && lost.UntilMs > clock.NowMs
            && (lost.Hash.Matches(token.Hash) || (lost.PriorHash is { } prior && prior.Matches(token.Hash)))
            && _lost.TryRemove(new(token.Session, lost))
                ? new LocalTakeover(lost.Epoch, null)
                : null;
    }

    /// <summary>Drops lost sessions whose time is up.</summary>
    public void Forget(long nowMs)
    {
        while (_forgetting.TryPeek(out var next) && next.UntilMs <= nowMs && _forgetting.TryDequeue(out next))
        {
            if (_lost.TryGetValue(next.Session, out var lost) && lost.UntilMs <= nowMs)
            {
                _lost.TryRemove(new(next.Session, lost));
            }
        }
    }

    private sealed class Lost(TokenHash hash, TokenHash? priorHash, long epoch, long untilMs)
    {
        public TokenHash Hash { get; } = hash;

        public TokenHash? PriorHash { get; } = priorHash;

        public long Epoch { get; } = epoch;

        public long UntilMs { get; } = untilMs;
    }
}
