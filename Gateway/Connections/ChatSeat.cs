using Whisper.Rooms;

namespace Whisper.Gateway.Connections;

/// <summary>What a gateway keeps of a connection's chat, while it lasts.</summary>
internal sealed class ChatSeat(MatchId match)
{
    private int _inLane;

    /// <summary>Which chat.</summary>
    public MatchId Match { get; } = match;

    /// <summary>Highest own message the room took, as far as this gateway saw: up to it a message is a repeat.</summary>
    public long Accepted { get; set; }

    /// <summary>Highest partner message up to which the client was given all: over one connection none of them is given again.</summary>
    public long Given { get; set; }

    /// <summary>Highest partner message acknowledged by the client.</summary>
    public long Acked { get; set; }

    /// <summary>Highest acknowledgement that the room has, as far as this gateway saw.</summary>
    public long AckPassedOn { get; set; }

    /// <summary>Whether an acknowledgement is on its way to the room; later ones wait and go as one.</summary>
    public bool AckInFlight { get; set; }

    /// <summary>Whether the room has said again, while that one was on its way, what it covers: the room that took it may be lost.</summary>
    public bool AckWantedAgain { get; set; }

    /// <summary>Whether something that this side has said is on its way by lane; what it says next is not to overtake it.</summary>
    public bool IsInLane => Volatile.Read(ref _inLane) > 0;

    /// <summary>Highest own message that the client was told is delivered; null before it was told of any, unless the chat began here.</summary>
    public long? Delivered { get; set; }

    /// <summary>Whether the client was told that the partner is away.</summary>
    public bool PartnerAway { get; set; }

    /// <summary>When the partner's typing is no longer shown; 0 while it is not.</summary>
    public long TypingUntilMs { get; set; }

    /// <summary>Whether the timing wheel will look at <see cref="TypingUntilMs"/>; one reminder is enough however often it moves.</summary>
    public bool TypingWatched { get; set; }

    /// <summary>Something takes a lane.</summary>
    public void EnterLane() => Interlocked.Increment(ref _inLane);

    /// <summary>It has been answered, or is lost.</summary>
    public void LeaveLane() => Interlocked.Decrement(ref _inLane);
}
