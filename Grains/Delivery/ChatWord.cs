using Whisper.Delivery;
using Whisper.Grains.Rooms;
using Whisper.Rooms;

namespace Whisper.Grains.Delivery;

/// <summary>What a room says many times a second, without an object of its own.</summary>
/// <param name="Kind">A message, a delivery, or typing.</param>
/// <param name="Match">Which chat.</param>
/// <param name="N">The message's number, or up to which everything was delivered.</param>
/// <param name="Message">The message, when it is one.</param>
internal readonly record struct ChatWord(RelayKind Kind, MatchId Match, long N, SealedMessage? Message = null)
{
    /// <summary>The same as an event of the contract.</summary>
    public ClientEvent ToEvent() => Kind switch
    {
        RelayKind.Message => Message!.ToEvent(Match),
        RelayKind.Delivered => new DeliveredEvent(Match, N),
        _ => new TypingEvent(Match, Kind == RelayKind.TypingOn),
    };

    /// <summary>The same for a connection, in a batch.</summary>
    public RelayEvent At(int slot, int generation) => new()
    {
        Kind = Kind,
        Slot = slot,
        Generation = generation,
        Match = Match,
        N = N,
        AtMs = Message?.AtMs ?? 0,
        Seal = Message is null ? [] : Message.Seal,
        Text = Message is null ? [] : Message.Text,
    };
}
