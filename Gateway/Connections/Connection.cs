using Whisper.Delivery;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Protocol;
using Whisper.Gateway.Sessions;
using Whisper.Gateway.Transports;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Gateway.Connections;

/// <summary>
/// One socket and the session it speaks for. State changes and the frames that tell of them happen under a lock on this
/// object, so that frames leave in the order of the changes; nothing is awaited under it. There is one for everybody who is
/// online, so that it holds only what they all need; the rest is in an <see cref="Engagement"/>, which comes with the first intent.
/// </summary>
internal sealed class Connection(ITransport transport, AddressKey address, long openedMs)
{
    private const short Open = -1;

    private Engagement? _engagement;
    private short _closing = Open;

    /// <summary>Which socket; given by the table.</summary>
    public ConnectionId Id { get; set; }

    /// <summary>What carries it.</summary>
    public ITransport Transport { get; } = transport;

    /// <summary>Whose limits it counts into.</summary>
    public AddressKey Address { get; } = address;

    /// <summary>When it connected.</summary>
    public long OpenedMs { get; } = openedMs;

    /// <summary>When the peer was last heard; at first, when it connected.</summary>
    public long HeardMs { get; set; } = openedMs;

    /// <summary>What it is doing.</summary>
    public ConnectionStatus Status { get; set; }

    /// <summary>The session it speaks for, once greeted.</summary>
    public SessionId Session { get; set; }

    /// <summary>SHA-256 of the resume token's secret.</summary>
    public TokenHash TokenHash { get; set; }

    /// <summary>The hash of the token before, which counts again when the welcome never arrived; null for a new session.</summary>
    public TokenHash? PriorHash
    {
        get => _engagement?.PriorHash;
        set => (value is null ? _engagement : Engagement)?.PriorHash = value;
    }

    /// <summary>Counts the session's connections.</summary>
    public long Epoch { get; set; }

    /// <summary>Whether the cluster knows the session: it has had an intent.</summary>
    public bool Engaged { get; set; }

    /// <summary>Whether the client sent anything after its welcome.</summary>
    public bool HeardSinceWelcome { get; set; }

    /// <summary>Known frames that came before hello.</summary>
    public byte EarlyFrames { get; set; }

    /// <summary>The chat, while chatting.</summary>
    public ChatSeat? Chat
    {
        get => _engagement?.Chat;
        set => (value is null ? _engagement : Engagement)?.Chat = value;
    }

    /// <summary>The last chat that ended, or that a resume found over, whose late events are not told twice.</summary>
    public MatchId? LastMatch
    {
        get => _engagement?.LastMatch;
        set => (value is null ? _engagement : Engagement)?.LastMatch = value;
    }

    /// <summary>The last search; what the cluster says of an earlier one is passed over.</summary>
    public TicketId Ticket
    {
        get => _engagement?.Ticket ?? default;
        set => Engagement.Ticket = value;
    }

    /// <summary>The tier of the search that the client was told of.</summary>
    public Tier Tier
    {
        get => _engagement?.Tier ?? default;
        set => Engagement.Tier = value;
    }

    /// <summary>A chat that a resume found over, whose end has not been told yet.</summary>
    public MatchId? UntoldEnd
    {
        get => _engagement?.UntoldEnd;
        set => (value is null ? _engagement : Engagement)?.UntoldEnd = value;
    }

    /// <summary>Whether a cancel waits for what a reservation comes to.</summary>
    public bool CancelDeferred
    {
        get => _engagement is { CancelDeferred: true };
        set => (value ? Engagement : _engagement)?.CancelDeferred = value;
    }

    /// <summary>Whether a call for this connection is in flight.</summary>
    public bool Busy { get; set; }

    /// <summary>A frame that waits for that call to be answered; its socket is not read meanwhile.</summary>
    public byte[]? Waiting
    {
        get => _engagement?.Waiting;
        set => (value is null ? _engagement : Engagement)?.Waiting = value;
    }

    /// <summary>Whether deliveries wait for the answer to that call.</summary>
    public bool Holding { get; set; }

    /// <summary>Deliveries that wait.</summary>
    public List<ClientEvent>? Held
    {
        get => _engagement?.Held;
        set => (value is null ? _engagement : Engagement)?.Held = value;
    }

    /// <summary>Why it is being closed; null while it is open.</summary>
    public CloseCode? Closing
    {
        get => _closing == Open ? null : (CloseCode)_closing;
        set => _closing = value is { } code ? (short)code : Open;
    }

    /// <summary>What it has used of its limit on frames.</summary>
    public TokenBucket Frames;

    /// <summary>What it has used of its other limits.</summary>
    public ref Allowances Used => ref Engagement.Used;

    /// <summary>Whether the welcome has gone out.</summary>
    public bool Greeted => Status >= ConnectionStatus.Idle;

    private Engagement Engagement => _engagement ?? Interlocked.CompareExchange(ref _engagement, new Engagement(), null) ?? _engagement;
}
