using Whisper.Delivery;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;

namespace Whisper.Grains.Rooms;

/// <summary>One side of a room: where the person is, and their messages that the partner has not acknowledged. In memory only.</summary>
internal sealed class Seat(OpenSeat who)
{
    private readonly Queue<MessageEvent> _undelivered = new();

    public SessionId Session => who.Session;

    public TicketId Ticket => who.Ticket;

    public ConnectionRef? Connection { get; private set; }

    public long Epoch { get; private set; }

    public DateTimeOffset? AwaySince { get; private set; }

    /// <summary>Highest own message that was taken.</summary>
    public long Accepted { get; private set; }

    /// <summary>Highest own message that the partner's client has acknowledged.</summary>
    public long Delivered { get; private set; }

    public IEnumerable<MessageEvent> Undelivered => _undelivered;

    public int UndeliveredCount => _undelivered.Count;

    public void SitDown(ConnectionRef? connection, long epoch, DateTimeOffset now)
    {
        Connection = connection;
        Epoch = epoch;
        AwaySince = connection is null ? AwaySince ?? now : null;
    }

    public void Accept(MessageEvent message)
    {
        Accepted = message.N;
        _undelivered.Enqueue(message);
    }

    /// <summary>Forgets what the partner has; false when that changes nothing.</summary>
    public bool MarkDelivered(long n)
    {
        n = Math.Min(n, Accepted);
        if (n <= Delivered)
        {
            return false;
        }

        Delivered = n;
        while (_undelivered.TryPeek(out var oldest) && oldest.N <= n)
        {
            _undelivered.Dequeue();
        }

        return true;
    }
}
