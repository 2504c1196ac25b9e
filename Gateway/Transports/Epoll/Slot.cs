namespace Whisper.Gateway.Transports.Epoll;

/// <summary>What a socket is in.</summary>
internal enum Phase : byte
{
    /// <summary>There is none.</summary>
    Free,

    /// <summary>The head of its request has not come to its end.</summary>
    Handshake,

    /// <summary>Frames go both ways.</summary>
    Open,

    /// <summary>Our last frame is sent or queued; it ends soon.</summary>
    Closing,
}

/// <summary>What else is to be known about a socket.</summary>
[Flags]
internal enum Marks : byte
{
    None = 0,

    /// <summary>Frames are not handed over for the time being.</summary>
    Paused = 1,

    /// <summary>Something arrived meanwhile, so that the socket is not watched for more.</summary>
    Unwatched = 2,

    /// <summary>Bytes have been read that wait to be taken up as frames.</summary>
    Backlog = 4,

    /// <summary>When everything is sent, nothing more will be, and the peer is told so.</summary>
    EndWhenSent = 8,

    /// <summary>When everything is sent, the socket is closed.</summary>
    CloseWhenSent = 16,
}

/// <summary>
/// One socket, in 40 bytes. Its loop alone reads from it, closes it and sets <see cref="Held"/>; whoever sends holds its gate (<see cref="SlotTable.Gate"/>), under which also the
/// rest changes.
/// </summary>
internal struct Slot
{
    /// <summary>What the edge calls it; the default until it is open.</summary>
    public ConnectionId Connection;

    /// <summary>Its descriptor; while it is free, the next free slot.</summary>
    public int Descriptor;

    /// <summary>Which of the slot's users it is; never 0 while it is used.</summary>
    public int Generation;

    /// <summary>What it is in.</summary>
    public Phase Phase;

    /// <summary>What else.</summary>
    public Marks Marks;

    /// <summary>Which loop it belongs to.</summary>
    public byte Loop;

    /// <summary>Which listener it came from.</summary>
    public byte Listener;

    /// <summary>What is held of what arrived; null while it is idle.</summary>
    public Inbound? Held;

    /// <summary>What waits to be sent; null while there is room for everything.</summary>
    public Outgoing? Waiting;
}
