using System.Globalization;
using Whisper.Grains.Matching;
using Whisper.Matching;

namespace Whisper.Benchmarks.Matching;

/// <summary>
/// Steady traffic around N waiting tickets, half in each tier. A join is one arrival with all that follows from it:
/// look for an identical set, else wait; the oldest of tier 1 escalates (find the best overlap, else enrol); the oldest of
/// tier 2 times out. With popular interests nearly every search finds somebody, which would empty the queue: a match
/// goes through only while its tier is full, else the partner's reservation fails (held, then put back).
/// </summary>
internal sealed class Traffic
{
    private const int ReservationsUnderWay = 16;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(1);

    private readonly int _perTier;
    private readonly bool _matches;
    private readonly Matcher _matcher = new();

    // first in, first out; those who left by a match are skipped when their turn comes
    private readonly Queue<Ticket> _tier1 = new();
    private readonly Queue<Ticket> _tier2 = new();

    // partners whose reservation will fail, held meanwhile
    private readonly Queue<TicketId> _reserving = new();

    /// <summary>Traffic around <paramref name="waiting"/> tickets; without <paramref name="matches"/> every reservation fails and everybody times out.</summary>
    public Traffic(Crowd crowd, int waiting, bool matches)
    {
        (_perTier, _matches) = (waiting / 2, matches);
        while (_matcher.Count < _perTier * 2)
        {
            var ticket = crowd.Next();
            _matcher.Add(ticket);
            _tier1.Enqueue(ticket);
            if (_matcher.ExactCount > _perTier)
            {
                var oldest = _tier1.Dequeue();
                _matcher.Enrol(oldest);
                _tier2.Enqueue(oldest);
            }
        }
    }

    /// <summary>What happened so far.</summary>
    public TrafficCounts Counts { get; } = new();

    /// <summary>How many wait in tier 1 and in tier 2.</summary>
    public (int Exact, int Enrolled) Waiting => (_matcher.ExactCount, _matcher.EnrolledCount);

    /// <summary>One arrival.</summary>
    public void Join(Ticket ticket)
    {
        Counts.Joins++;
        if (_matcher.FindExact(ticket, Now) is { } twin)
        {
            if (_matches && Count(twin) >= _perTier)
            {
                Counts.ExactMatches++;
                _matcher.Remove(twin.Id);
                return;
            }

            Refuse(twin);
        }

        _matcher.Add(ticket);
        _tier1.Enqueue(ticket);
        while (_matcher.ExactCount > _perTier)
        {
            Escalate(_tier1.Dequeue());
        }

        while (_matcher.EnrolledCount > _perTier)
        {
            Counts.Timeouts += _matcher.Remove(_tier2.Dequeue().Id) ? 1 : 0;
        }
    }

    private void Escalate(Ticket ticket)
    {
        if (!_matcher.Contains(ticket.Id))
        {
            return;
        }

        if (_matcher.FindBest(ticket, Now) is { } partner)
        {
            if (_matches && _matcher.EnrolledCount >= _perTier)
            {
                Counts.OverlapMatches++;
                _matcher.Remove(partner.Id);
                _matcher.Remove(ticket.Id);
                return;
            }

            Refuse(partner);
        }

        Counts.Enrolments++;
        _matcher.Enrol(ticket);
        _tier2.Enqueue(ticket);
    }

    private int Count(Ticket ticket)
    {
        _matcher.TryGet(ticket.Id, out _, out var status);
        return status.HasFlag(TicketStatus.Enrolled) ? _matcher.EnrolledCount : _matcher.ExactCount;
    }

    private void Refuse(Ticket partner)
    {
        Counts.Refusals++;
        _matcher.Hold(partner.Id);
        _reserving.Enqueue(partner.Id);
        if (_reserving.Count > ReservationsUnderWay)
        {
            _matcher.Unhold(_reserving.Dequeue());
        }
    }
}

/// <summary>What the joins came to.</summary>
internal sealed class TrafficCounts
{
    public long Joins { get; set; }

    public long ExactMatches { get; set; }

    public long OverlapMatches { get; set; }

    public long Refusals { get; set; }

    public long Enrolments { get; set; }

    public long Timeouts { get; set; }

    /// <summary>Per 100 joins: exact and overlap matches, failed reservations, enrolments.</summary>
    public override string ToString() => $"{Share(ExactMatches)} + {Share(OverlapMatches)}, {Share(Refusals)}, {Share(Enrolments)}";

    private string Share(long count) => (100.0 * count / Joins).ToString("f0", CultureInfo.InvariantCulture);
}
