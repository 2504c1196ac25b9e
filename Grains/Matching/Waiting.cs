using Whisper.Matching;

namespace Whisper.Grains.Matching;

/// <summary>A ticket in its home bucket.</summary>
internal sealed class Waiting(Ticket ticket)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private TimeSpan _pause = ShortestPause;

    public Ticket Ticket => ticket;

    public Tier Tier { get; set; } = Tier.Exact;

    /// <summary>Where the trace of its search is; null unless it is sampled, or after the bucket was loaded anew.</summary>
    public string? Trace { get; set; }

    /// <summary>It is in the durable queue, or on its way there.</summary>
    public bool IsQueued { get; set; }

    /// <summary>A proposal with this ticket is under way here.</summary>
    public bool InProposal { get; set; }

    /// <summary>The person is away.</summary>
    public bool Parked { get; set; }

    /// <summary>Its session's being told of tier 2; never fails.</summary>
    public Task Told { get; set; } = Task.CompletedTask;

    /// <summary>The ticket's time is up, and its session is being told.</summary>
    public bool Expiring { get; set; }

    /// <summary>The search is over; whoever still holds this object lets go.</summary>
    public bool Over { get; set; }

    /// <summary>Somebody is looking for a partner for this ticket.</summary>
    public bool Seeking { get; set; }

    /// <summary>Something changed meanwhile: look again.</summary>
    public bool SeekAgain { get; set; }

    /// <summary>How long to leave a reservation alone that stands in the way: most are over at once, the others take long, and asking does not help.</summary>
    public TimeSpan NextPause()
    {
        var pause = _pause;
        _pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        return pause;
    }

    /// <summary>Nothing stands in the way any more.</summary>
    public void ForgetPause() => _pause = ShortestPause;

    /// <summary>Whether a partner may be looked for.</summary>
    public bool IsFree => !Over && !Parked && !Expiring && !InProposal;
}
