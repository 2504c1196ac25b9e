using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>What is due for a ticket.</summary>
internal enum DeadlineKind
{
    /// <summary>It is written to the durable queue.</summary>
    Enqueue,

    /// <summary>It enters tier 2.</summary>
    Escalate,

    /// <summary>Its time is up.</summary>
    Expire,

    /// <summary>A guest whose home has not withdrawn it is forgotten.</summary>
    DropGuest,

    /// <summary>A partner is looked for again, after a reservation met another one.</summary>
    SeekAgain,

    /// <summary>A candidate that a seeker was told of may be told to others again.</summary>
    OfferEnds,
}

/// <summary>A bucket's deadlines in order. Those of tickets that have gone stay until they come first, and are then passed over.</summary>
internal sealed class DeadlineQueue
{
    private readonly PriorityQueue<(TicketId Ticket, DeadlineKind Kind), DateTimeOffset> _queue = new();

    /// <summary>The next that still means something.</summary>
    public DateTimeOffset? Next(Func<TicketId, DeadlineKind, bool> means)
    {
        while (_queue.TryPeek(out var first, out var at))
        {
            if (means(first.Ticket, first.Kind))
            {
                return at;
            }

            _queue.Dequeue();
        }

        return null;
    }

    public void Add(TicketId ticket, DeadlineKind kind, DateTimeOffset at) => _queue.Enqueue((ticket, kind), at);

    public bool TryTakeDue(DateTimeOffset now, out TicketId ticket, out DeadlineKind kind)
    {
        (ticket, kind) = (default, default);
        if (!_queue.TryPeek(out _, out var at) || at > now)
        {
            return false;
        }

        (ticket, kind) = _queue.Dequeue();
        return true;
    }
}
