using Whisper.Delivery;
using Whisper.Gateway.Limits;
using Whisper.Gateway.Sessions;
using Whisper.Matching;
using Whisper.Rooms;

namespace Whisper.Gateway.Connections;

/// <summary>What there is to keep of a connection once it has done something, which most of those that are open have not.</summary>
internal sealed class Engagement
{
    /// <inheritdoc cref="Connection.PriorHash" />
    public TokenHash? PriorHash;

    /// <inheritdoc cref="Connection.Chat" />
    public ChatSeat? Chat;

    /// <inheritdoc cref="Connection.LastMatch" />
    public MatchId? LastMatch;

    /// <inheritdoc cref="Connection.UntoldEnd" />
    public MatchId? UntoldEnd;

    /// <inheritdoc cref="Connection.Ticket" />
    public TicketId Ticket;

    /// <inheritdoc cref="Connection.Tier" />
    public Tier Tier;

    /// <inheritdoc cref="Connection.CancelDeferred" />
    public bool CancelDeferred;

    /// <inheritdoc cref="Connection.Waiting" />
    public byte[]? Waiting;

    /// <inheritdoc cref="Connection.Held" />
    public List<ClientEvent>? Held;

    /// <inheritdoc cref="Connection.Used" />
    public Allowances Used;
}
