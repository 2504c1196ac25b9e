namespace Whisper.Matching;

/// <summary>
/// The people waiting on one interest (key: <see cref="BucketId"/>). A ticket's home bucket decides about it; from tier 2
/// on its other buckets know it too. Every call returns without waiting for a session, so that sessions may wait for it.
/// </summary>
[Alias("whisper.interest-bucket")]
public interface IInterestBucket : IGrainWithStringKey
{
    /// <summary>Home: takes a ticket in; matching follows on its own.</summary>
    [Alias("join")]
    Task Join(Ticket ticket);

    /// <summary>Home: the search is over.</summary>
    [Alias("leave")]
    Task Leave(TicketId ticket);

    /// <summary>Home: the person is back, and can be matched again.</summary>
    [Alias("return")]
    Task Return(Ticket ticket);

    /// <summary>Home: another bucket found the person away; out of candidacy until <see cref="Return"/>.</summary>
    [Alias("park")]
    Task Park(TicketId ticket);

    /// <summary>
    /// Other buckets: makes a tier-2 ticket known here, and atomically answers with the best tier-2 candidate waiting
    /// here that is not in <paramref name="passedOver"/>; null when there is none. Safe to repeat.
    /// </summary>
    [Alias("enrol")]
    Task<Ticket?> Enrol(Ticket ticket, TicketId[] passedOver);

    /// <summary>Other buckets: forgets a ticket.</summary>
    [Alias("withdraw")]
    Task Withdraw(TicketId ticket);
}
