using Whisper.LoadTest;
using Whisper.LoadTest.Reporting;
using Whisper.LoadTest.Workers;
using Whisper.Tests.Gateway.Support;
using Xunit;

namespace Whisper.Tests.LoadTest.Scenarios;

/// <summary>Each scenario in small, against the whole product.</summary>
[Collection(StandaloneTests.Name)]
public sealed class ScenarioTests(StandaloneProduct product)
{
    [Fact]
    public async Task Idle_HoldsItsLevels()
    {
        var result = await Run(new() { Scenario = "idle", Users = 60, Levels = [20, 40], Settle = 0.05, Steady = 0 });
        Assert.Equal(["20 connections", "40 connections", "60 connections"], result.Levels.Select(level => level.Name));
        Assert.Contains("server.bytesPerConnection", result.Figures.Keys);
        Assert.Contains("server.cpuPerConnectionSecond", result.Figures.Keys);
    }

    [Fact]
    public async Task Connect_TellsItsRate()
    {
        var result = await Run(new() { Scenario = "connect", Users = 60, Rate = 500, Workers = 2 });
        Assert.Equal(60, result.Figures["connect.count"]);
        Assert.True(result.Figures["connectsPerSecond"] > 0);
    }

    [Fact]
    public async Task Match_BringsPeopleTogether()
    {
        var result = await Run(new() { Scenario = "match", Users = 200, Rate = 150, Vocabulary = 5, Stay = 0.1, Workers = 2 });
        Assert.True(result.Figures["pairs"] > 0);
        Assert.Equal(0, result.Figures["doubleMatches"]);
        Assert.True(result.Figures["decision.p99"] > 0);
    }

    [Fact]
    public async Task Chat_LosesNothing()
    {
        var result = await Run(new() { Scenario = "chat", Users = 30, Chatting = 20, Rate = 200, Size = 100 });
        Assert.True(result.Figures["received"] > 0);
        Assert.True(result.Figures["message.p99"] > 0);
        Assert.True(result.Figures["server.cpuPerMessage"] >= 0);
        Assert.Equal(["0 connections", "30 connections", "30 connections, 20 chatting"], result.Levels.Select(level => level.Name));
    }

    [Fact]
    public async Task Churn_BringsEverybodyBack()
    {
        var result = await Run(new() { Scenario = "churn", Users = 40, Rate = 60 });
        Assert.True(result.Figures["resumed"] > 0);
    }

    [Fact]
    public async Task Day_HasPeopleComeTalkAndGo()
    {
        var result = await Run(new() { Scenario = "day", Users = 200, Stay = 0.5, Vocabulary = 10, Rate = 8, Duration = 1.5 });
        Assert.True(result.Figures["opened"] > 0);
    }

    [Fact]
    public async Task Day_WhoLeavesWhileOthersStillCome_HasCome()
    {
        var result = await Run(new() { Scenario = "day", Users = 200, Stay = 0.1, Vocabulary = 10, Rate = 8, ConnectRate = 25 });
        Assert.True(result.Passed);
    }

    [Fact]
    public async Task Tiers_AreEachJudged()
    {
        var result = await Run(new() { Scenario = "tiers", Users = 40 }, mustPass: false);
        Assert.Equal(4, result.Levels.Count);
        Assert.Equal(4, result.Verdicts.Count(verdict => verdict.Requirement.Contains("errorShare", StringComparison.Ordinal) && verdict.Holds));
        Assert.Equal(4, result.Verdicts.Count(verdict => verdict.Requirement.Contains("message.p99", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Requirement_ThatDoesNotHold_FailsTheRun()
    {
        var result = await Run(new() { Scenario = "connect", Users = 2, Rate = 100, Require = ["connect.p99<=0"] }, mustPass: false);
        Assert.False(result.Passed);
    }

    private async Task<Result> Run(LoadOptions options, bool mustPass = true)
    {
        var asked = options with
        {
            Gateways = [product.Host.Address.ToString()],
            Duration = options.Duration == new LoadOptions().Duration ? 0.5 : options.Duration,
            WarmUp = 0.1,
            Pids = [$"{Environment.ProcessId}"],
            PerAddress = 8,
        };
        var result = await LoadRun.Run(asked, options.Scenario, () => new ThreadHost(), new PlainProgress(TextWriter.Null), TestContext.Current.CancellationToken);
        Assert.True(!mustPass || result.Passed, string.Join(", ", result.Verdicts.Where(verdict => !verdict.Holds).Select(verdict => $"{verdict.Requirement} ({verdict.Actual})")));
        return result;
    }
}
