namespace Whisper.Delivery;

/// <summary>What an entry of a packed batch is. The numbers are on the wire between gateways and silos: add, never renumber.</summary>
public enum RelayKind : byte
{
    /// <summary>Not packed: the next of <see cref="RelayEvents.Others"/>. Only among events.</summary>
    Other = 0,

    /// <summary>A message: posted by its sender, or shown to the partner.</summary>
    Message = 1,

    /// <summary>Everything up to a number has arrived: acknowledged by the partner, or told to the sender as delivered.</summary>
    Delivered = 2,

    /// <summary>Somebody is typing.</summary>
    TypingOn = 3,

    /// <summary>Somebody is typing no longer.</summary>
    TypingOff = 4,
}
