using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <remarks>
/// Hundreds of seekers a second ask a popular bucket for its best candidate, which is the same for most of them until a proposal has taken
/// it away. So a candidate that one seeker was told of is kept from the others for a while: each proposes to somebody else, instead of all to
/// one, whom one gets. An offer only hides a ticket here. It binds nobody: what decides is the reservation at the session.
/// </remarks>
internal sealed partial class InterestBucketCore
{
    // many times what a proposal takes; who was overlooked meanwhile waits for it
    private static readonly TimeSpan OfferFor = TimeSpan.FromMilliseconds(250);

    // with how many had asked in vain when the offer was made
    private readonly Dictionary<TicketId, long> _offers = [];
    private long _inVain;

    /// <summary>The best of tier 2 for a seeker, held ones and those passed over not among them.</summary>
    private Ticket? FindBest(Ticket seeker, IEnumerable<TicketId> passedOver)
    {
        var best = Passing(passedOver, () => _matcher.FindBest(seeker, Now));
        _inVain += best is null ? 1 : 0;
        return best;
    }

    /// <summary>Keeps a candidate from other seekers for now.</summary>
    private void Offer(TicketId candidate)
    {
        if (_matcher.Hold(candidate))
        {
            _offers[candidate] = _inVain;
            Later(candidate, DeadlineKind.OfferEnds, OfferFor);
        }
    }

    /// <summary>The offer led to nothing, or its candidate would be gone: whoever found nobody because of it is made up for.</summary>
    private void EndOffer(TicketId ticket)
    {
        if (!_offers.Remove(ticket, out var inVain) || !_matcher.TryGet(ticket, out var candidate, out _))
        {
            return;
        }

        if (_waiting.TryGetValue(ticket, out var waiting))
        {
            UnholdIfFree(waiting);
            if (inVain != _inVain || _matcher.FindExact(candidate, Now) is not null)
            {
                Seek(waiting);
            }
        }
        else
        {
            _matcher.Unhold(ticket);
            if (inVain != _inVain && _matcher.FindBest(candidate, Now) is not null)
            {
                InBackground(ticket, "having its home seek again", () => services.Peers.Bucket(candidate.Home).Return(candidate));
            }
        }
    }
}
