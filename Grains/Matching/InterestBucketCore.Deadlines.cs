using Whisper.Matching;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Grains.Matching;

internal sealed partial class InterestBucketCore
{
    private static readonly TimeSpan FaultRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AwayRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GuestMargin = TimeSpan.FromSeconds(2);

    // about nine seconds: a silo that died refuses calls at once, and is a member for some seconds more
    private const int TellAttempts = 10;

    private readonly DeadlineQueue _deadlines = new();
    private DateTimeOffset? _wakeUpAt;
    private DateTimeOffset? _alarmAt;

    /// <summary>The grain timer has rung.</summary>
    public void OnAlarm()
    {
        _alarmAt = null;
        ProcessDue();
    }

    /// <summary>The reminder has rung: in this activation, or in a new one that has just reloaded the queue.</summary>
    public void OnWakeUp()
    {
        ProcessDue();
        _wakeUpAt = null;
        if (_waiting.Count == 0)
        {
            services.WakeUp.Disarm();
        }
        else if (_deadlines.Next(Means) is { } next)
        {
            // While a timer does the work, a reminder more often than once a tier would only write to its table.
            var earliest = services.BucketOptions.UseTimer ? Now + services.Options.Tier2After : Now;
            ArmWakeUp(next > earliest ? next : earliest);
        }
    }

    private void ProcessDue()
    {
        var now = Now;
        while (_deadlines.TryTakeDue(now, out var ticket, out var kind))
        {
            if (kind == DeadlineKind.OfferEnds)
            {
                EndOffer(ticket);
            }
            else if (_waiting.TryGetValue(ticket, out var waiting))
            {
                Act(waiting, kind);
            }
            else if (kind == DeadlineKind.DropGuest)
            {
                LetGo(ticket);
            }
        }

        SetAlarm();
    }

    private void Act(Waiting waiting, DeadlineKind kind)
    {
        // what follows runs on in the background, in this trace
        using var span = Spans.Continue("whisper.bucket.deadline", waiting.Trace);
        span?.Session(waiting.Ticket.Session).Ticket(waiting.Ticket.Id);
        switch (kind)
        {
            case DeadlineKind.Enqueue:
                Enqueue(waiting);
                _deadlines.Add(waiting.Ticket.Id, DeadlineKind.Escalate, EscalationOf(waiting.Ticket));
                break;
            case DeadlineKind.Escalate:
                Escalate(waiting);
                break;
            case DeadlineKind.Expire:
                Expire(waiting).Ignore();
                break;
            case DeadlineKind.SeekAgain:
                Unpark(waiting);
                Seek(waiting);
                break;
        }
    }

    private void Escalate(Waiting waiting)
    {
        var ticket = waiting.Ticket;
        waiting.Tier = Tier.Overlap;
        _deadlines.Add(ticket.Id, DeadlineKind.Expire, ticket.Since + services.Options.Timeout);
        _matcher.Enrol(ticket);
        services.Metrics.Waiting(Tier.Exact, -1);
        services.Metrics.Waiting(Tier.Overlap, 1);
        waiting.Told = Try(ticket.Id, "telling its session of tier 2", () => services.Peers.Session(ticket.Session).Escalate(ticket.Id), TellAttempts);
        Seek(waiting);
    }

    private async Task Expire(Waiting waiting)
    {
        var ticket = waiting.Ticket;
        if (waiting.InProposal)
        {
            Later(ticket.Id, DeadlineKind.Expire, waiting.NextPause());
            return;
        }

        waiting.Expiring = true;
        _matcher.Hold(ticket.Id);
        try
        {
            // after a pause of the process both are due at once, and of two calls the later one may arrive first
            await waiting.Told;
            if (await services.Peers.Session(ticket.Session).Expire(ticket.Id) == ReserveOutcome.Busy)
            {
                Later(ticket.Id, DeadlineKind.Expire, waiting.NextPause());
                return;
            }

            services.Metrics.TimedOut();
            Forget(waiting);
        }
        catch (Exception error)
        {
            MatchingLog.StepFailed(services.Logger, ticket.Id, "telling its session that time is up", error);
            Later(ticket.Id, DeadlineKind.Expire, FaultRetry);
        }
    }

    private DateTimeOffset EscalationOf(Ticket ticket) => ticket.Since + services.Options.Tier2After;

    private void Later(TicketId ticket, DeadlineKind kind, TimeSpan delay)
    {
        _deadlines.Add(ticket, kind, Now + delay);
        SetAlarm();
    }

    // Most tickets are gone long before anything is due for them: a ring for each would cost more than matching them.
    private void SetAlarm()
    {
        if (services.BucketOptions.UseTimer && _deadlines.Next(Means) is { } next && (_alarmAt is null || next < _alarmAt))
        {
            _alarmAt = next;
            services.Alarm.Set(next - Now);
        }
    }

    private bool Means(TicketId ticket, DeadlineKind kind) => kind switch
    {
        DeadlineKind.OfferEnds => _offers.ContainsKey(ticket),
        DeadlineKind.DropGuest => _matcher.Contains(ticket),
        _ => _waiting.ContainsKey(ticket),
    };

    private void ArmWakeUp(DateTimeOffset at)
    {
        // An earlier ring re-arms for what is due after it.
        if (_wakeUpAt is null || at < _wakeUpAt)
        {
            _wakeUpAt = at;
            services.WakeUp.Arm(at - Now);
        }
    }
}
