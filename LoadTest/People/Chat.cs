using Whisper.LoadTest.Engine;

namespace Whisper.LoadTest.People;

/// <summary>
/// One person's side of a chat. Outgoing, as the web client does it: every message is kept until <c>delivered</c> covers it,
/// of which only the intended time needs keeping. Incoming: what was shown last, what was acknowledged.
/// </summary>
internal sealed class Chat
{
    /// <summary>Most messages under way to the server, fewer than a room holds for one who is away.</summary>
    public const int Window = 48;

    private const int MostWaiting = 4096;

    // a server that is slower than this in taking an acknowledgement shows in the latencies
    private const long LongAgo = 5 * Clock.Second;

    private long[] _intended = new long[16];
    private long _aging;
    private long _agedAt;

    /// <summary>The match's fingerprint; 0 when the server gives none.</summary>
    public ulong Match { get; private set; }

    /// <summary>The number of the last message that was to be sent.</summary>
    public long Last { get; private set; }

    /// <summary>Everything up to this has been delivered.</summary>
    public long Delivered { get; private set; }

    /// <summary>The next message to be sent.</summary>
    public long Cursor { get; private set; }

    /// <summary>The highest number that was ever sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Whether sending waits for a reminder.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The partner's number in the run, one more; 0 until the first message.</summary>
    public uint Partner { get; set; }

    /// <summary>The partner's last message that was shown.</summary>
    public long Received { get; set; }

    /// <summary>How many were shown.</summary>
    public long Shown { get; set; }

    /// <summary>What was acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Whether a reminder to acknowledge runs.</summary>
    public bool IsAckDue { get; set; }

    /// <summary>What was acknowledged so long ago that the server must know it by now.</summary>
    public long AcknowledgedLongAgo { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Begin(ulong match)
    {
        Match = match;
        (Last, Delivered, Cursor, Sent) = (0, 0, 1, 0);
        (Partner, Received, Shown, Acknowledged, AcknowledgedLongAgo) = (0, 0, 0, 0, 0);
        (_aging, _agedAt) = (0, 0);
        (IsHeld, IsAckDue) = (false, false);
    }

    /// <summary>Takes the next message; false when too many wait, because the server does not deliver.</summary>
    public bool Push(long intended)
    {
        if (Last - Delivered >= MostWaiting)
        {
            return false;
        }

        if (Last - Delivered == _intended.Length)
        {
            Grow();
        }

        _intended[++Last & (_intended.Length - 1)] = intended;
        return true;
    }

    /// <summary>Everything that was shown has been acknowledged.</summary>
    public void Acknowledge(long now)
    {
        Acknowledged = Received;
        if (now - _agedAt > LongAgo)
        {
            (AcknowledgedLongAgo, _aging, _agedAt) = (_aging, Acknowledged, now);
        }
    }

    /// <summary>Whether a message can be sent now.</summary>
    public bool MaySend => !IsHeld && Cursor <= Last && Cursor - Delivered <= Window;

    /// <summary>When a message that is not delivered yet was to be sent.</summary>
    public long Intended(long number) => _intended[number & (_intended.Length - 1)];

    /// <summary>The message at the cursor has been sent; true when for the first time.</summary>
    public bool Advance()
    {
        var first = Cursor > Sent;
        Sent = Math.Max(Sent, Cursor++);
        return first;
    }

    /// <summary>Everything up to a number is delivered; by how many messages that is more.</summary>
    public long Deliver(long number)
    {
        var before = Delivered;
        Delivered = Math.Clamp(number, Delivered, Math.Max(Delivered, Sent));
        Cursor = Math.Max(Cursor, Delivered + 1);
        return Delivered - before;
    }

    /// <summary>Sends again from a number on.</summary>
    public void Rewind(long number) => Cursor = Math.Clamp(number, Delivered + 1, Math.Max(Delivered + 1, Cursor));

    private void Grow()
    {
        var larger = new long[_intended.Length * 2];
        for (var number = Delivered + 1; number <= Last; number++)
        {
            larger[number & (larger.Length - 1)] = Intended(number);
        }

        _intended = larger;
    }
}
