using Microsoft.Extensions.Logging;
using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Runtime;
using Whisper.Tracing;

namespace Whisper.Grains.Matching;

/// <summary>What a bucket works with.</summary>
internal sealed record BucketServices(
    IBucketQueueStore Queue,
    IGrainPeers Peers,
    IAlarm Alarm,
    IWakeUp WakeUp,
    TimeProvider Time,
    MatchingOptions Options,
    BucketOptions BucketOptions,
    MatchingMetrics Metrics,
    ILogger Logger);

/// <summary>
/// The logic of a bucket without Orleans, so that a model test can drive it. Single-threaded but reentrant: between two
/// awaits anything may have happened. The parts: who waits (this file), what is due when, who is proposed to whom.
/// </summary>
internal sealed partial class InterestBucketCore(BucketId id, BucketServices services)
{
    // half a minute: as long as a search
    private const int QueueAttempts = 20;

    // most who meet somebody of the same interests do so within it
    private static readonly TimeSpan EnqueueAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TicketId, Waiting> _waiting = [];
    private readonly Matcher _matcher = new();

    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>Reloads the durable queue; what is overdue is carried out at once.</summary>
    public async Task Activate()
    {
        var tickets = await services.Queue.Load(id);
        foreach (var ticket in tickets.OrderBy(ticket => ticket.Since))
        {
            Admit(ticket).IsQueued = true;
            _deadlines.Add(ticket.Id, DeadlineKind.Escalate, EscalationOf(ticket));
        }

        if (tickets.Count > 0)
        {
            MatchingLog.Reloaded(services.Logger, id, tickets.Count);
            ProcessDue();
            foreach (var waiting in _waiting.Values.ToArray())
            {
                Seek(waiting);
            }
        }
    }

    /// <summary>
    /// Takes a ticket in. Only one that still waits after <see cref="EnqueueAfter"/> is written to the queue. Until then it is in its session's record, and should this silo die, its
    /// gateway vouches for it, and its session brings it back.
    /// </summary>
    public Task Join(Ticket ticket)
    {
        if (!_waiting.ContainsKey(ticket.Id))
        {
            var waiting = Admit(ticket);
            waiting.Trace = Spans.Here;
            var (soon, escalation) = (Now + EnqueueAfter, EscalationOf(ticket));
            _deadlines.Add(ticket.Id, DeadlineKind.Enqueue, soon < escalation ? soon : escalation);
            SetAlarm();
            Seek(waiting);
        }

        return Task.CompletedTask;
    }

    /// <summary>The activation ends in good order: whoever waits is in the queue when the next one loads it.</summary>
    public Task Deactivate()
    {
        var unwritten = _waiting.Values.Where(waiting => !waiting.IsQueued).ToList();
        unwritten.ForEach(waiting => waiting.IsQueued = true);
        return Task.WhenAll(unwritten.Select(waiting => services.Queue.Add(id, waiting.Ticket)));
    }

    public Task Leave(TicketId ticket)
    {
        if (_waiting.TryGetValue(ticket, out var waiting))
        {
            Forget(waiting);
        }

        return Task.CompletedTask;
    }

    public Task Return(Ticket ticket)
    {
        if (!_waiting.TryGetValue(ticket.Id, out var waiting))
        {
            // The bucket has forgotten a search that its session still believes in.
            return Join(ticket);
        }

        Unpark(waiting);
        Seek(waiting);
        return Task.CompletedTask;
    }

    public Task Park(TicketId ticket)
    {
        if (_waiting.TryGetValue(ticket, out var waiting))
        {
            Park(waiting);
        }

        return Task.CompletedTask;
    }

    public Task<Ticket?> Enrol(Ticket ticket, TicketId[] passedOver)
    {
        if (!_matcher.Contains(ticket.Id))
        {
            _deadlines.Add(ticket.Id, DeadlineKind.DropGuest, ticket.Since + services.Options.Timeout + GuestMargin);
            _matcher.Enrol(ticket);
            SetAlarm();
        }

        var best = FindBest(ticket, passedOver);
        if (best is not null)
        {
            // whoever is about to propose is no candidate for others either
            Offer(best.Id);
            Offer(ticket.Id);
        }

        return Task.FromResult(best);
    }

    public Task Withdraw(TicketId ticket)
    {
        if (!_waiting.ContainsKey(ticket))
        {
            LetGo(ticket);
        }

        return Task.CompletedTask;
    }

    private Waiting Admit(Ticket ticket)
    {
        var waiting = new Waiting(ticket);
        _waiting.Add(ticket.Id, waiting);
        _matcher.Add(ticket);
        services.Metrics.Waiting(Tier.Exact, 1);
        ArmWakeUp(EscalationOf(ticket));
        return waiting;
    }

    private void Enqueue(Waiting waiting)
    {
        if (!waiting.IsQueued)
        {
            waiting.IsQueued = true;
            InBackground(waiting.Ticket.Id, "adding it to the queue", () => AddToQueue(waiting), QueueAttempts);
        }
    }

    // while the store was away the search may have ended, and its removal have come first
    private async Task AddToQueue(Waiting waiting)
    {
        if (waiting.Over)
        {
            return;
        }

        await services.Queue.Add(id, waiting.Ticket);
        if (waiting.Over)
        {
            await services.Queue.Remove(id, waiting.Ticket.Id);
        }
    }

    private void Forget(Waiting waiting)
    {
        if (waiting.Over)
        {
            return;
        }

        waiting.Over = true;
        var ticket = waiting.Ticket;
        _waiting.Remove(ticket.Id);
        LetGo(ticket.Id);
        services.Metrics.Waiting(waiting.Tier, -1);
        if (waiting.IsQueued)
        {
            InBackground(ticket.Id, "removing it from the queue", () => services.Queue.Remove(id, ticket.Id), QueueAttempts);
        }

        if (waiting.Tier == Tier.Overlap)
        {
            WithdrawElsewhere(ticket);
        }
    }

    private void LetGo(TicketId ticket)
    {
        _matcher.Remove(ticket);
        _offers.Remove(ticket);
    }

    private void Park(Waiting waiting)
    {
        waiting.Parked = true;
        _matcher.Hold(waiting.Ticket.Id);

        // The word of their return may have come before this: a look now and then costs a call while they are away.
        Later(waiting.Ticket.Id, DeadlineKind.SeekAgain, AwayRetry);
        if (waiting.Tier == Tier.Overlap)
        {
            WithdrawElsewhere(waiting.Ticket);
        }
    }

    private void Unpark(Waiting waiting)
    {
        if (waiting.Parked)
        {
            waiting.Parked = false;
            UnholdIfFree(waiting);
        }
    }

    private void UnholdIfFree(Waiting waiting)
    {
        if (waiting.IsFree && !_offers.ContainsKey(waiting.Ticket.Id))
        {
            _matcher.Unhold(waiting.Ticket.Id);
        }
    }

    private void WithdrawElsewhere(Ticket ticket)
    {
        foreach (var bucket in OtherBuckets(ticket))
        {
            InBackground(ticket.Id, "withdrawing it", () => services.Peers.Bucket(bucket).Withdraw(ticket.Id));
        }
    }

    private IEnumerable<BucketId> OtherBuckets(Ticket ticket) => ticket.Interests.Values.Select(BucketId.Of).Where(bucket => bucket != id);

    private void InBackground(TicketId ticket, string step, Func<Task> work, int attempts = 4) => Try(ticket, step, work, attempts).Ignore();

    private async Task Try(TicketId ticket, string step, Func<Task> work, int attempts)
    {
        try
        {
            await Retry.Call(work, services.Time, attempts);
        }
        catch (Exception error)
        {
            MatchingLog.StepFailed(services.Logger, ticket, step, error);
        }
    }
}
