using System.Collections.Concurrent;
using Whisper.Delivery;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>What a gateway learns of the silos by renewing its lease, and how it comes to be connected to all of them.</summary>
public sealed class GatewayLeaseTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<SiloAddress, int> _knocks = new();
    private readonly Guid _gateway = Guid.NewGuid();
    private WhisperCluster _cluster = null!;
    private IGatewayObserver _observer = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await WhisperCluster.Start(configure: silo => silo.AddIncomingGrainCallFilter(call =>
        {
            if (call.MethodName == nameof(IGatewayIngress.Knock))
            {
                _knocks.AddOrUpdate(call.TargetContext.Address.SiloAddress!, 1, (_, before) => before + 1);
            }

            return call.Invoke();
        }));
        _observer = _cluster.Grains.CreateObjectReference<IGatewayObserver>(_cluster.Gateway);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Grant_SaysThatASiloHasCome_AndThatOneIsGone()
    {
        var before = await Renew();
        Assert.Equal(before.Membership, (await Renew()).Membership);

        var third = await _cluster.Orleans.StartAdditionalSiloAsync();
        await Eventually.True(async () => await Renew() is { Silos: 3 } grant && grant.Membership != before.Membership, "a silo has come");

        var with = await Renew();
        await _cluster.Orleans.StopSiloAsync(third, TestContext.Current.CancellationToken);
        await Eventually.True(async () => await Renew() is { Silos: 2 } grant && grant.Membership != with.Membership, "a silo is gone");
        Assert.NotEqual(before.Membership, (await Renew()).Membership);
    }

    [Fact]
    public async Task Knock_IsHeardByEachSilo()
    {
        for (var i = 0; i < 4; i++)
        {
            await _cluster.Grains.GetGrain<IGatewayIngress>(0).Knock();
        }

        Assert.Equal(2, _knocks.Count);
    }

    private Task<LeaseGrant> Renew() => _cluster.Grains.GetGrain<IGatewayLease>(_gateway).Renew(new LeaseRenewal(_observer, 0));
}
