using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Delivery;

/// <summary>What a silo knows of the gateways that its rooms' people are connected to.</summary>
internal interface IGatewayWatch
{
    /// <summary>Whether a gateway is known to be gone. One that nobody asked about before is believed to be there, and looked for.</summary>
    bool IsGone(Guid gateway);

    /// <summary>Asks a gateway whether it still has a connection. Throws when it cannot be asked now.</summary>
    Task<bool> Holds(ConnectionRef connection);

    /// <summary>Asks a gateway whether a connection's client has its welcome. Throws when it cannot be asked now.</summary>
    Task<bool> Heard(ConnectionRef connection);

    /// <summary>Asks a gateway whether a search is still somebody's. Throws when it cannot be asked now.</summary>
    Task<bool> Searches(ConnectionRef connection, TicketId ticket);

    /// <summary>A room on this silo has somebody at a gateway, and wants to hear when it is gone.</summary>
    void Add(Guid gateway, MatchId match, SessionId session, long epoch);

    /// <summary>The room no longer does.</summary>
    void Remove(Guid gateway, MatchId match, SessionId session);
}
