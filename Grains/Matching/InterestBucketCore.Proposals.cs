using Whisper.Grains.Runtime;
using Whisper.Matching;
using Whisper.Rooms;
using Whisper.Sessions;
using Whisper.Tracing;

namespace Whisper.Grains.Matching;

/// <remarks>
/// Sessions are reserved in the order of their ids, whoever proposes: of two proposals for one pair one then fails at its
/// first reservation, instead of both at their second.
/// </remarks>
internal sealed partial class InterestBucketCore
{
    private const int OpenAttempts = 5;

    private enum Verdict
    {
        Matched,
        SeekerGone,
        SeekerAway,
        SeekerBusy,
        CandidateGone,
        CandidateAway,
        CandidateBusy,
    }

    /// <summary>Looks for a partner in the background, until there is one or no more candidates.</summary>
    private void Seek(Waiting seeker)
    {
        if (seeker.Seeking)
        {
            seeker.SeekAgain = true;
        }
        else if (seeker.IsFree)
        {
            seeker.Seeking = true;
            SeekLoop(seeker).Ignore();
        }
    }

    private async Task SeekLoop(Waiting seeker)
    {
        try
        {
            do
            {
                seeker.SeekAgain = false;
                await SeekOnce(seeker);
            }
            while (seeker.SeekAgain && seeker.IsFree);
        }
        catch (Exception error)
        {
            MatchingLog.StepFailed(services.Logger, seeker.Ticket.Id, "looking for a partner", error);
            Later(seeker.Ticket.Id, DeadlineKind.SeekAgain, FaultRetry);
        }
        finally
        {
            seeker.Seeking = false;
        }
    }

    private async Task SeekOnce(Waiting seeker)
    {
        var passedOver = new HashSet<TicketId>();
        var metOthers = false;
        while (seeker.IsFree && await FindCandidate(seeker, passedOver) is { } candidate && seeker.IsFree)
        {
            passedOver.Add(candidate.Id);
            var verdict = await Propose(seeker, candidate);
            metOthers |= verdict is Verdict.CandidateBusy or Verdict.SeekerBusy;
            if (verdict is Verdict.Matched or Verdict.SeekerGone or Verdict.SeekerAway or Verdict.SeekerBusy)
            {
                break;
            }
        }

        if (metOthers && !seeker.Over)
        {
            services.Metrics.Conflict();
            Later(seeker.Ticket.Id, DeadlineKind.SeekAgain, seeker.NextPause());
        }
        else
        {
            seeker.ForgetPause();
        }
    }

    private async Task<Ticket?> FindCandidate(Waiting seeker, HashSet<TicketId> passedOver)
    {
        var ticket = seeker.Ticket;
        var exact = Passing(passedOver, () => _matcher.FindExact(ticket, Now));
        if (exact is not null || seeker.Tier == Tier.Exact)
        {
            return exact;
        }

        TicketId[] passed = [.. passedOver];
        var answers = OtherBuckets(ticket).Select(bucket => EnrolAt(bucket, ticket, passed)).ToArray();
        var candidates = (await Task.WhenAll(answers)).Append(FindBest(ticket, passedOver));
        if (seeker.Over)
        {
            // Left while it was being enrolled elsewhere: the withdrawal may have come first.
            WithdrawElsewhere(ticket);
        }

        return candidates
            .OfType<Ticket>()
            .OrderByDescending(candidate => candidate.Interests.Shared(ticket.Interests).Length)
            .ThenBy(candidate => candidate.Since)
            .FirstOrDefault();
    }

    private async Task<Ticket?> EnrolAt(BucketId bucket, Ticket ticket, TicketId[] passedOver)
    {
        try
        {
            return await services.Peers.Bucket(bucket).Enrol(ticket, passedOver);
        }
        catch (Exception error)
        {
            // The other buckets may still have somebody.
            MatchingLog.StepFailed(services.Logger, ticket.Id, "enrolling it", error);
            Later(ticket.Id, DeadlineKind.SeekAgain, FaultRetry);
            return null;
        }
    }

    private async Task<Verdict> Propose(Waiting seeker, Ticket candidate)
    {
        var local = _waiting.GetValueOrDefault(candidate.Id);
        if (local is { IsFree: false })
        {
            return Verdict.CandidateBusy;
        }

        Occupy(seeker);
        Occupy(local);
        if (local is null)
        {
            Offer(candidate.Id);
        }

        Verdict? verdict = null;
        try
        {
            using var span = Spans.Step("whisper.bucket.propose");
            span?.Ticket(seeker.Ticket.Id).Meet(local?.Trace);
            verdict = await Reserve(seeker.Ticket, candidate);
            Settle(seeker, candidate, local, verdict.Value);
            return verdict.Value;
        }
        finally
        {
            Vacate(seeker);
            if (local is not null)
            {
                Vacate(local);
                GoOn(local, verdict);
            }
        }
    }

    // Where a reservation stood in the way, both are still there: they would propose to each other without end, as fast as they are refused.
    private void GoOn(Waiting candidate, Verdict? verdict)
    {
        switch (verdict)
        {
            case null:
                Later(candidate.Ticket.Id, DeadlineKind.SeekAgain, FaultRetry);
                break;
            case Verdict.SeekerBusy or Verdict.CandidateBusy:
                Later(candidate.Ticket.Id, DeadlineKind.SeekAgain, candidate.NextPause());
                break;
            default:
                Seek(candidate);
                break;
        }
    }

    private async Task<Verdict> Reserve(Ticket seeker, Ticket candidate)
    {
        var match = MatchId.New();
        var seekerFirst = seeker.Session.Value.CompareTo(candidate.Session.Value) < 0;
        var (first, second) = seekerFirst ? (seeker, candidate) : (candidate, seeker);
        var outcome = await Reserve(first, match);
        if (outcome != ReserveOutcome.Reserved)
        {
            return VerdictOf(outcome, seekerFirst);
        }

        outcome = await Reserve(second, match);
        if (outcome != ReserveOutcome.Reserved)
        {
            await Retry.Call(() => services.Peers.Session(first.Session).Release(first.Id, match), services.Time, attempts: 3);
            return VerdictOf(outcome, !seekerFirst);
        }

        return await Open(match, seeker, candidate) ? Verdict.Matched : Verdict.SeekerBusy;
    }

    private Task<ReserveOutcome> Reserve(Ticket ticket, MatchId match) =>
        Retry.Call(() => services.Peers.Session(ticket.Session).Reserve(ticket.Id, match), services.Time, attempts: 3);

    private async Task<bool> Open(MatchId match, Ticket seeker, Ticket candidate)
    {
        var shared = seeker.Interests.Shared(candidate.Interests);
        var tier = shared.Length == seeker.Interests.Values.Length && seeker.Interests.Equals(candidate.Interests) ? Tier.Exact : Tier.Overlap;
        var request = new OpenRoom(tier, shared, SeatOf(seeker), SeatOf(candidate));
        var outcome = await Retry.Call(() => services.Peers.Room(match).Open(request), services.Time, OpenAttempts);
        if (outcome == OpenOutcome.Opened)
        {
            services.Metrics.Matched(tier, Now - seeker.Since, Now - candidate.Since);
            MatchingLog.Matched(services.Logger, match, (int)tier);
        }

        return outcome == OpenOutcome.Opened;
    }

    private OpenSeat SeatOf(Ticket ticket) => new(ticket.Session, ticket.Id, Now - ticket.Since);

    private void Settle(Waiting seeker, Ticket candidate, Waiting? local, Verdict verdict)
    {
        if (verdict is Verdict.Matched or Verdict.SeekerGone)
        {
            Forget(seeker);
        }
        else if (verdict == Verdict.SeekerAway)
        {
            Park(seeker);
        }

        if (verdict is Verdict.Matched or Verdict.CandidateGone)
        {
            Drop(candidate, local);
        }
        else if (verdict == Verdict.CandidateAway)
        {
            if (local is not null)
            {
                Park(local);
            }
            else
            {
                InBackground(candidate.Id, "parking it", () => services.Peers.Bucket(candidate.Home).Park(candidate.Id));
            }
        }
    }

    private void Drop(Ticket candidate, Waiting? local)
    {
        if (local is not null)
        {
            Forget(local);
            return;
        }

        // Its home may have forgotten it long ago, and then nobody else would withdraw it.
        LetGo(candidate.Id);
        InBackground(candidate.Id, "telling its home that it is over", () => services.Peers.Bucket(candidate.Home).Leave(candidate.Id));
        WithdrawElsewhere(candidate);
    }

    private void Occupy(Waiting? waiting)
    {
        if (waiting is not null)
        {
            waiting.InProposal = true;
            _matcher.Hold(waiting.Ticket.Id);
        }
    }

    private void Vacate(Waiting waiting)
    {
        waiting.InProposal = false;
        UnholdIfFree(waiting);
    }

    private Ticket? Passing(IEnumerable<TicketId> passedOver, Func<Ticket?> find)
    {
        var held = passedOver.Where(_matcher.Hold).ToArray();
        var found = find();
        foreach (var ticket in held)
        {
            _matcher.Unhold(ticket);
        }

        return found;
    }

    private static Verdict VerdictOf(ReserveOutcome outcome, bool ofSeeker) => outcome switch
    {
        ReserveOutcome.Gone => ofSeeker ? Verdict.SeekerGone : Verdict.CandidateGone,
        ReserveOutcome.Away => ofSeeker ? Verdict.SeekerAway : Verdict.CandidateAway,
        _ => ofSeeker ? Verdict.SeekerBusy : Verdict.CandidateBusy,
    };
}
