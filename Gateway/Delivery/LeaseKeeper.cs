using Microsoft.Extensions.Options;
using Whisper.Delivery;
using Whisper.Gateway.Hosting;
using Whisper.Hosting;

namespace Whisper.Gateway.Delivery;

/// <summary>Holds this gateway's lease: tells the cluster where deliveries go and that its connections are vouched for.</summary>
internal sealed class LeaseKeeper(
    IGrainFactory grains,
    GatewayObserver observer,
    GatewayIdentity identity,
    OnlineCount online,
    Reassertion reassertion,
    RoomLanes lanes,
    IOptions<GatewayOptions> options,
    GatewayClock clock,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<LeaseKeeper> log) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    // the cluster client keeps observers by weak reference only; this object keeps ours
    private readonly GatewayObserver _observer = observer;
    private long _heldUntilMs = -1;
    private readonly SpokenOnce _notRenewed = new(time);
    private long _membership;

    /// <summary>Whether the lease is held.</summary>
    public bool Held => Volatile.Read(ref _heldUntilMs) > clock.NowMs;

    /// <summary>Gives the lease back.</summary>
    public async Task Release()
    {
        Volatile.Write(ref _heldUntilMs, -1);
        try
        {
            await Lease().Release();
        }
        catch (Exception error)
        {
            log.LeaseNotReleased(error);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.ObserveLease(() => Held);
        IGatewayObserver? reference = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var delay = options.Value.LeaseInterval;
            try
            {
                reference ??= grains.CreateObjectReference<IGatewayObserver>(_observer);
                await Renew(reference);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                if (_notRenewed.MaySpeak())
                {
                    log.LeaseNotRenewed(identity.Id, Reason(error));
                }

                delay = delay < RetryDelay ? delay : RetryDelay;
            }

            await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Renew(IGatewayObserver reference)
    {
        var wasHeld = Held;
        var asked = clock.NowMs;
        var reported = online.Here;
        var grant = await Lease().Renew(new LeaseRenewal(reference, reported, TakesPacked: true));
        online.Learn(grant.Online, reported);
        lanes.Spread(grant.Silos);
        for (var i = 0; i < grant.Silos; i++)
        {
            grains.GetGrain<IGatewayIngress>(0).Knock().Ignore();
        }

        Volatile.Write(ref _heldUntilMs, asked + (long)grant.Duration.TotalMilliseconds);
        if (_notRenewed.Over() || !wasHeld)
        {
            log.LeaseTaken(identity.Id);
        }

        if (!wasHeld || grant.Membership != _membership)
        {
            // somebody may have taken our people for lost, or a silo has forgotten them
            _membership = grant.Membership;
            reassertion.AssertAll();
        }
    }

    // until there is a cluster the client throws something else each time, whose trace says nothing
    private static string Reason(Exception error) => $"{error.GetType().Name}: {error.Message.AsSpan().Trim().ToString().Split('\n')[0]}";

    private IGatewayLease Lease() => grains.GetGrain<IGatewayLease>(identity.Id);
}
