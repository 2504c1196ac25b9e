using Whisper.Grains.Matching;
using Whisper.Matching;
using Whisper.Simulation.Engine;

namespace Whisper.Simulation.Cluster;

/// <summary>A simulated grain reference to a bucket.</summary>
internal sealed class BucketReference(SimCluster cluster, BucketId id) : GrainReference<InterestBucketCore>(cluster), IInterestBucket
{
    private readonly SimCluster _cluster = cluster;

    public Task Join(Ticket ticket)
    {
        _cluster.Load(id).Joins++;
        return Call(core => core.Join(ticket));
    }

    public Task Leave(TicketId ticket) => Call(core => core.Leave(ticket));

    public Task Return(Ticket ticket) => Call(core => core.Return(ticket));

    public Task Park(TicketId ticket) => Call(core => core.Park(ticket));

    public Task<Ticket?> Enrol(Ticket ticket, TicketId[] passedOver) => Call(core => core.Enrol(ticket, passedOver));

    public Task Withdraw(TicketId ticket) => Call(core => core.Withdraw(ticket));

    // a bucket is reentrant: no mailbox
    protected override (InterestBucketCore Core, Mailbox? Mailbox) Activated()
    {
        _cluster.Load(id).Calls++;
        return (_cluster.ActivatedBucket(id), null);
    }
}
