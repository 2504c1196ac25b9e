using Microsoft.Extensions.Options;
using Whisper.Delivery;

namespace Whisper.Grains.Delivery;

/// <summary>
/// One gateway's lease, in memory: after a crash the gateway's next renewal brings it back, and until a whole lease has passed
/// nobody concludes from its absence that the gateway is gone.
/// </summary>
internal sealed class GatewayLeaseGrain(
    IGrainFactory grains, IClusterMembershipService membership, TimeProvider time, IOptions<LeaseOptions> options) : Grain, IGatewayLease
{
    private IGatewayObserver? _observer;
    private bool _takesPacked;
    private DateTimeOffset _until;
    private DateTimeOffset _sureFrom;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _sureFrom = time.GetUtcNow() + options.Value.Duration;
        return Task.CompletedTask;
    }

    public async Task<LeaseGrant> Renew(LeaseRenewal renewal)
    {
        (_observer, _takesPacked) = (renewal.Observer, renewal.TakesPacked);
        _until = _sureFrom = time.GetUtcNow() + options.Value.Duration;
        var online = await grains.GetGrain<IPresence>(0).Report(this.GetPrimaryKey(), renewal.Connected);
        var cluster = membership.CurrentSnapshot;
        return new LeaseGrant(
            options.Value.Duration, online, Changes(cluster), cluster.Members.Values.Count(member => member.Status == SiloStatus.Active));
    }

    public Task<LeaseView> Find()
    {
        var now = time.GetUtcNow();
        return Task.FromResult(
            now < _until ? new LeaseView(LeaseState.Held, _observer, _takesPacked)
            : now < _sureFrom ? new LeaseView(LeaseState.Unknown, null)
            : new LeaseView(LeaseState.Gone, null));
    }

    public async Task Release()
    {
        (_observer, _until, _sureFrom) = (null, default, default);
        await grains.GetGrain<IPresence>(0).Report(this.GetPrimaryKey(), 0);
    }

    // not the version of the membership, which also grows when a silo says that it will come or go: then nobody has forgotten anything yet
    private static long Changes(ClusterMembershipSnapshot cluster) => cluster.Members.Values.Sum(member => member.Status switch
    {
        SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping => (long)member.SiloAddress.GetConsistentHashCode(),
        SiloStatus.Dead => -(long)member.SiloAddress.GetConsistentHashCode(),
        _ => 0,
    });
}
