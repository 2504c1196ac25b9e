using Microsoft.Extensions.Options;
using Whisper.Delivery;

namespace Whisper.Grains.Delivery;

/// <summary>One gateway's lease, in memory: after a crash the gateway's next renewal brings it back.</summary>
internal sealed class GatewayLeaseGrain(IGrainFactory grains, TimeProvider time, IOptions<LeaseOptions> options) : Grain, IGatewayLease
{
    private IGatewayObserver? _observer;
    private DateTimeOffset _until;

    public async Task<LeaseGrant> Renew(LeaseRenewal renewal)
    {
        _observer = renewal.Observer;
        _until = time.GetUtcNow() + options.Value.Duration;
        var online = await grains.GetGrain<IPresence>(0).Report(this.GetPrimaryKey(), renewal.Connected);
        return new LeaseGrant(options.Value.Duration, online);
    }

    public Task<IGatewayObserver?> Find() => Task.FromResult(time.GetUtcNow() < _until ? _observer : null);

    public async Task Release()
    {
        (_observer, _until) = (null, default);
        await grains.GetGrain<IPresence>(0).Report(this.GetPrimaryKey(), 0);
        DeactivateOnIdle();
    }
}
