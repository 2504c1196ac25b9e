using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports;

/// <summary>
/// What the edge asks of a transport. A connection is only a number here, so that a transport is free to keep no object
/// for an idle socket. No method blocks or throws; a connection that has gone is passed over.
/// </summary>
internal interface ITransport
{
    /// <summary>Sends a text frame, or queues a copy of it. False when the connection's bounded queue is full: the caller closes it.</summary>
    bool Send(ConnectionId id, ReadOnlySpan<byte> utf8);

    /// <summary>Asks the peer for a sign of life.</summary>
    void Ping(ConnectionId id);

    /// <summary>Sends what is queued, then a close frame, and ends the connection soon after whatever the peer does.</summary>
    void Close(ConnectionId id, CloseCode code);

    /// <summary>Stops handing over frames after the present one. Called from within <see cref="IEdge.Frame"/> only.</summary>
    void Pause(ConnectionId id);

    /// <summary>Takes up handing over frames again.</summary>
    void Resume(ConnectionId id);
}
