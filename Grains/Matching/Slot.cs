using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>What the matcher knows of one ticket, in one cache line.</summary>
internal struct Slot
{
    /// <summary>Null while the slot is free.</summary>
    public Ticket? Ticket;

    /// <summary>UTC ticks of <see cref="Ticket.Since"/>, here so that ordering does not visit the ticket.</summary>
    public long Since;

    /// <summary>Position in the order of arrival at this matcher; unique.</summary>
    public long Arrival;

    /// <summary>The interests; the first <see cref="Size"/> are meant.</summary>
    public InterestIds Ids;

    /// <summary>First node in the subset index, once enrolled.</summary>
    public int Block;

    /// <summary>Number of interests.</summary>
    public byte Size;

    /// <summary>Where the ticket stands.</summary>
    public TicketStatus Status;

    /// <summary>Whether the ticket is out of candidacy.</summary>
    public readonly bool IsHeld => (Status & TicketStatus.Held) != 0;

    /// <summary>How many of its nodes in the subset index are parked.</summary>
    public byte Parked;
}

/// <summary>Where a ticket stands in a matcher.</summary>
[Flags]
internal enum TicketStatus : byte
{
    /// <summary>Not here.</summary>
    None = 0,

    /// <summary>This matcher is the ticket's home: it can be found by an identical set.</summary>
    Home = 1,

    /// <summary>In tier 2: it can be found by whoever shares an interest.</summary>
    Enrolled = 2,

    /// <summary>Out of candidacy for now; its place and clock are kept.</summary>
    Held = 4,
}
