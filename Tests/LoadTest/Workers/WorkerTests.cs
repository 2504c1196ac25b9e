using Whisper.LoadTest;
using Whisper.LoadTest.Measuring;
using Whisper.LoadTest.Workers;
using Xunit;

namespace Whisper.Tests.LoadTest.Workers;

public sealed class WorkerTests
{
    private static readonly LoadOptions Options = new() { Scenario = "idle", Users = 10, Gateways = ["127.0.0.1:1"] };

    [Theory]
    [InlineData(10, 1, 18_000, new[] { 10 })]
    [InlineData(10, 3, 18_000, new[] { 4, 4, 2 })]
    [InlineData(50_000, 1, 18_000, new[] { 16_668, 16_666, 16_666 })]
    [InlineData(1, 4, 18_000, new[] { 1 })]
    public void Users_AreSharedEvenlyAndInTwos(int users, int workers, int perWorker, int[] shares)
    {
        var plans = Shares.Plan(Options with { Users = users, Workers = workers, PerWorker = perWorker });
        Assert.Equal(shares, plans.Select(plan => plan.Users));
        Assert.All(plans, plan => Assert.Equal(shares[..plan.Worker].Sum(), plan.First));
        Assert.All(plans, plan => Assert.InRange(plan.Users, 1, perWorker));
    }

    [Fact]
    public void AMillion_FitsWithinTheDescriptorsOf52Workers()
    {
        var plans = Shares.Plan(Options with { Users = 1_000_000, PerWorker = 19_300 });
        Assert.Equal(1_000_000, plans.Sum(plan => plan.Users));
        Assert.InRange(plans.Count, 1, 52);
    }

    [Theory]
    [InlineData(100, new[] { 10, 10, 80 }, new[] { 10, 10, 80 })]
    [InlineData(7, new[] { 4, 4 }, new[] { 2, 4 })]
    [InlineData(2_000, new[] { 500_000, 500_000 }, new[] { 1_000, 1_000 })]
    public void Numbers_AreDividedByPeople(int count, int[] people, int[] shares) => Assert.Equal(shares, Shares.Divide(count, people));

    [Fact]
    public async Task Worker_AnswersAndEnds()
    {
        await using var fleet = await Fleet.Start(Options with { Workers = 2 }, () => new ThreadHost(), TestContext.Current.CancellationToken);
        Assert.Equal(2, fleet.Workers.Count);
        Assert.Equal(0, (await fleet.Mark(TestContext.Current.CancellationToken))[Count.Connects]);
        Assert.Equal(0, (await fleet.Stop(TestContext.Current.CancellationToken))[Gauge.Online]);
    }

    [Fact]
    public async Task Worker_ThatCannotDoItsPlan_SaysWhy()
    {
        var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => Fleet.Start(Options with { Adapter = "telnet" }, () => new ThreadHost(), TestContext.Current.CancellationToken));
        Assert.Contains("telnet is no adapter", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_WithoutAServer_CountsFailures()
    {
        await using var fleet = await Fleet.Start(Options, () => new ThreadHost(), TestContext.Current.CancellationToken);
        fleet.Send(WorkerCommand.Connect, 10, 10_000);
        Totals totals;
        do
        {
            totals = await fleet.Mark(TestContext.Current.CancellationToken);
        }
        while (totals[Count.ConnectFailures] < 10);

        Assert.Equal(["refused"], fleet.Ends.Keys);
        Assert.Equal(0, totals[Gauge.Online]);
    }
}
