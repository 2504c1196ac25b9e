using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports;

/// <summary>
/// What a transport tells the edge. For one connection: one <see cref="Open"/>, then the rest one call at a time in the
/// order of the wire, and <see cref="Closed"/> exactly once at the end.
/// </summary>
internal interface IEdge
{
    /// <summary>A socket whose handshake is done.</summary>
    ConnectionId Open(ITransport transport, AddressKey address);

    /// <summary>Bytes have arrived, in which this many WebSocket frames of any kind began.</summary>
    void Heard(ConnectionId id, int frames);

    /// <summary>A complete text frame of valid UTF-8. The span is the transport's again when the call returns.</summary>
    void Frame(ConnectionId id, ReadOnlySpan<byte> utf8);

    /// <summary>The peer broke a rule of the transport; nothing more of it will be handed over.</summary>
    void Violated(ConnectionId id, CloseCode code);

    /// <summary>The socket is gone.</summary>
    void Closed(ConnectionId id);
}
