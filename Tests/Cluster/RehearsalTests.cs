using System.Runtime.CompilerServices;
using Whisper.Silo.Rehearsals;
using Whisper.Tests.Support;
using Xunit;

namespace Whisper.Tests.Cluster;

/// <summary>What a silo does before it joins.</summary>
public sealed class RehearsalTests
{
    private const int Over = 3351;
    private const int CutShort = 3352;

    // everything runs at the same time as other tests, and is compiled here as it runs
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(2);

    private readonly CapturedLog<Rehearsal> _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rehearsal_WithTime_GoesThroughEverything()
    {
        await new Rehearsal(_log) { Patience = Enough }.Run();

        Assert.Equal(Over, _log.Lines.Last().Event.Id);
        Assert.DoesNotContain(_log.Lines, line => line.Event.Id == CutShort);
    }

    [Fact]
    public async Task Rehearsal_WithoutTime_SaysSoAndEnds()
    {
        await new Rehearsal(_log) { Patience = TimeSpan.FromMilliseconds(1) }.Run();

        Assert.Equal(CutShort, _log.Lines.Last().Event.Id);
    }

    [Fact]
    public async Task Chat_SecondTierAndComingBack_IsMadeAndGoesOn()
    {
        await using var cluster = new RehearsalCluster();
        var gateway = await cluster.Start(Cancellation);

        // number 0 has one interest in common, number 1 all
        await Task.WhenAll(new RehearsalChat(gateway, 0).Run(Cancellation), new RehearsalChat(gateway, 1).Run(Cancellation)).WaitAsync(Enough, Cancellation);
    }

    [Fact]
    public async Task Cluster_Ended_LeavesNothingInMemory()
    {
        var services = await StartAndEnd();

        await Eventually.True(
            () =>
            {
                GC.Collect();
                return !services.IsAlive;
            },
            "the rehearsal's client is gone");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> StartAndEnd()
    {
        await using var cluster = new RehearsalCluster();
        var gateway = await cluster.Start(Cancellation);
        await new RehearsalChat(gateway, 1).Run(Cancellation);
        return new WeakReference(gateway.Grains);
    }
}
