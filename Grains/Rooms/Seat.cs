using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Rooms;

/// <summary>One side of a room: where the person is, and their messages that the partner has not acknowledged. In memory only.</summary>
/// <param name="who">Whose seat.</param>
/// <param name="isNew">Whether the chat begins here; else an earlier activation has counted messages of which this one knows nothing yet.</param>
internal sealed class Seat(OpenSeat who, bool isNew)
{
    private readonly Queue<SealedMessage> _undelivered = new();
    private long _acked;
    private bool _counts;

    public SessionId Session => who.Session;

    public TicketId Ticket => who.Ticket;

    public ConnectionRef? Connection { get; private set; }

    public long Epoch { get; private set; }

    public DateTimeOffset? AwaySince { get; private set; }

    /// <summary>Whether this activation knows how far the chat has come.</summary>
    public bool KnowsCount => isNew || _counts;

    /// <summary>Highest own message that was taken.</summary>
    public long Accepted { get; private set; }

    /// <summary>Highest own message that the partner's client has acknowledged.</summary>
    public long Delivered { get; private set; }

    /// <summary>Highest own message that the partner is known to have, whether or not this activation has seen it.</summary>
    public long PartnerHas => Math.Max(_acked, Delivered);

    /// <summary>The last message of which this activation has seen both its coming and its delivery, when the latest word of a delivery brought one.</summary>
    public SealedMessage? LatestSeen { get; private set; }

    public IEnumerable<SealedMessage> Undelivered => _undelivered;

    /// <summary>Whether the session has not confirmed yet that the chat is over.</summary>
    public bool EndUnconfirmed { get; set; }

    public int UndeliveredCount => _undelivered.Count;

    public void SitDown(ConnectionRef? connection, long epoch, DateTimeOffset now)
    {
        Connection = connection;
        Epoch = epoch;
        AwaySince = connection is null ? AwaySince ?? now : null;
    }

    /// <summary>
    /// Goes on from where another activation was: what the sender was told is delivered needs no second delivery, and is not
    /// kept by the sender; everything after it the sender still has. Never goes back.
    /// </summary>
    public void CountFrom(long delivered)
    {
        _counts = true;
        Accepted = Math.Max(Accepted, delivered);
        MarkDelivered(delivered);
    }

    /// <summary>Takes the next message. False when the partner has it from an earlier activation.</summary>
    public bool Accept(SealedMessage message)
    {
        Accepted = message.N;
        if (message.N <= _acked)
        {
            Delivered = message.N;
            return false;
        }

        _undelivered.Enqueue(message);
        return true;
    }

    /// <summary>The partner has everything up to a message, which this activation may not know yet. False when that changes nothing.</summary>
    public bool MarkDelivered(long n)
    {
        // of messages that this activation has not seen the partner may know more than their sender
        if (!isNew)
        {
            _acked = Math.Max(_acked, n);
        }

        n = Math.Min(n, Accepted);
        if (n <= Delivered)
        {
            return false;
        }

        Delivered = n;
        LatestSeen = null;
        while (_undelivered.TryPeek(out var oldest) && oldest.N <= n)
        {
            LatestSeen = _undelivered.Dequeue();
        }

        return true;
    }
}
