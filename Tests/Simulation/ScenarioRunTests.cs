using Whisper.Simulation;
using Whisper.Simulation.Figures;
using Xunit;

namespace Whisper.Tests.Simulation;

/// <summary>The simulation of a million people, with some thousands.</summary>
public sealed class ScenarioRunTests
{
    private static readonly Scenario Small = new(People: 3_000, Tags: 200, Seed: 7) { WarmUp = TimeSpan.FromMinutes(1), Counted = TimeSpan.FromMinutes(2) };

    [Theory]
    [InlineData(5)]
    [InlineData(200)]
    [InlineData(4_000)]
    public void Run_AnyVocabulary_BreaksNoRuleOfMatching(int tags)
    {
        var outcome = ScenarioRun.Run(Small with { Tags = tags }, _ => { });
        Assert.Empty(outcome.Violations);
        Assert.Equal(outcome.Searches.Begun, outcome.Searches.Ended);
        Assert.True(outcome.Searches.Begun > 1_000, $"only {outcome.Searches.Begun} searches");
    }

    [Fact]
    public void Run_Tiers_KeepTheirTimes()
    {
        var searches = ScenarioRun.Run(Small, _ => { }).Searches;
        Assert.True(searches.Share(SearchEnd.Exact) > 0 && searches.Share(SearchEnd.Overlap) > 0);
        Assert.InRange(searches.Wait(SearchEnd.Overlap, 0), 10, 31.5);
        Assert.InRange(searches.WaitOfMatched(1), 10, 31.5);
    }

    [Fact]
    public void Run_FewPeopleWithRareInterests_TimesOutAfterThirtySeconds()
    {
        var searches = ScenarioRun.Run(Small with { People = 60, Tags = 4_000 }, _ => { }).Searches;
        Assert.True(searches.Share(SearchEnd.TimedOut) > 0);
        Assert.InRange(searches.Wait(SearchEnd.TimedOut, 0), 30, 31.5);
        Assert.InRange(searches.Wait(SearchEnd.TimedOut, 1), 30, 31.5);
    }

    [Fact]
    public void Run_SameSeed_IsTheSameRun()
    {
        var (first, second, other) = (Run(7), Run(7), Run(8));
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);

        static (long, double, double, double, QueueSummary) Run(int seed)
        {
            var outcome = ScenarioRun.Run(Small with { Seed = seed }, _ => { });
            return (outcome.Searches.Begun, outcome.CallsPerSearch, outcome.WritesPerSearch, outcome.Searches.WaitOfMatched(0.9), outcome.Queues);
        }
    }

    [Fact]
    public void Run_OpenLoop_KeepsThePopulation()
    {
        var outcome = ScenarioRun.Run(Small, _ => { });
        // a Poisson number: five standard deviations
        Assert.InRange(outcome.Connected, 2_720, 3_280);
    }
}
