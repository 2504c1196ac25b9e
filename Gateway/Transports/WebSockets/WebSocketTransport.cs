using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Whisper.Gateway.Hosting;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;

namespace Whisper.Gateway.Transports.WebSockets;

/// <summary>The transport on ASP.NET Core's WebSockets.</summary>
internal sealed class WebSocketTransport(IEdge edge, IOptions<GatewayOptions> options, TimeProvider time) : ITransport
{
    private readonly ConcurrentDictionary<ConnectionId, WebSocketPeer> _peers = new();

    /// <summary>Where frames go.</summary>
    public IEdge Edge => edge;

    /// <summary>Bounds and time-outs.</summary>
    public GatewayOptions Options { get; } = options.Value;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>A peer begins.</summary>
    public ConnectionId Register(WebSocketPeer peer, AddressKey address)
    {
        var id = edge.Open(this, address);
        _peers[id] = peer;
        return id;
    }

    /// <summary>A peer has ended.</summary>
    public void Unregister(WebSocketPeer peer)
    {
        _peers.TryRemove(peer.Id, out _);
        edge.Closed(peer.Id);
    }

    /// <inheritdoc />
    public bool Send(ConnectionId id, ReadOnlySpan<byte> utf8) => !_peers.TryGetValue(id, out var peer) || peer.Send(utf8);

    /// <inheritdoc />
    public void Ping(ConnectionId id) => Find(id)?.Ping();

    /// <inheritdoc />
    public void Close(ConnectionId id, CloseCode code) => Find(id)?.Close(code);

    /// <inheritdoc />
    public void Pause(ConnectionId id) => Find(id)?.Pause();

    /// <inheritdoc />
    public void Resume(ConnectionId id) => Find(id)?.Resume();

    private WebSocketPeer? Find(ConnectionId id) => _peers.GetValueOrDefault(id);
}
