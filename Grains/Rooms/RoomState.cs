using System.Collections.Immutable;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Rooms;

/// <summary>How far a room has come.</summary>
[GenerateSerializer, Alias("whisper.room-phase")]
internal enum RoomPhase
{
    /// <summary>Nobody has opened it.</summary>
    None = 0,

    /// <summary>The match is made, or being made.</summary>
    Open = 1,

    /// <summary>The match was not made, and never will be.</summary>
    Aborted = 2,

    /// <summary>The chat is over.</summary>
    Ended = 3,
}

/// <summary>Why a room ended, as the room sees it.</summary>
[GenerateSerializer, Alias("whisper.room-end-cause")]
internal enum RoomEndCause
{
    Left = 0,
    Lost = 1,
    Operator = 2,
}

/// <summary>What is stored of a room: its participants and its phase, never a message.</summary>
[GenerateSerializer, Immutable, Alias("whisper.state.room")]
internal sealed record RoomState
{
    [Id(0)] public RoomPhase Phase { get; init; }

    [Id(1)] public Tier Tier { get; init; }

    [Id(2)] public ImmutableArray<string> Shared { get; init; } = [];

    [Id(3)] public OpenSeat? First { get; init; }

    [Id(4)] public OpenSeat? Second { get; init; }

    [Id(5)] public RoomEndCause EndCause { get; init; }

    /// <summary>Who left or was lost.</summary>
    [Id(6)] public SessionId? EndedBy { get; init; }

    [Id(7)] public DateTimeOffset OpenedAt { get; init; }

    public ChatEndReason ReasonFor(SessionId session) => EndCause switch
    {
        RoomEndCause.Operator => ChatEndReason.Moderated,
        RoomEndCause.Left => session == EndedBy ? ChatEndReason.YouLeft : ChatEndReason.PartnerLeft,
        _ => ChatEndReason.PartnerLost,
    };

    /// <summary>The phase, never the interests.</summary>
    public override string ToString() => Phase.ToString();
}
