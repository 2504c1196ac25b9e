using Whisper.Chaos.Histories;
using Xunit;

namespace Whisper.Tests.Chaos;

/// <summary>Delays count from when something was meant to be said, and only what was said during the fault counts for it.</summary>
public sealed class FiguresTests
{
    [Fact]
    public void Stall_IsFromTheIntendedTimeOfTheFaultsMessages()
    {
        var figures = Script.Chat().Add(1, 10, EventKind.Sent, "m", 3).Add(1, 11, EventKind.Sent, "m", 4)
            .Shows(2, 17.5, "m", 3, from: 1).Shows(2, 17.5, "m", 4, from: 1).Figures(9, 12);
        Assert.Equal(2, figures.Messages);
        Assert.Equal(7.5, figures.LongestStall.TotalSeconds, 0.05);
        Assert.Equal(0.1, figures.BaselineP99.TotalSeconds, 0.01);
    }

    [Fact]
    public void Baseline_LeavesOutWhatCameBeforeTheLoadWasEven()
    {
        var script = Script.Chat().Add(1, 4, EventKind.Sent, "m", 3).Add(1, 8, EventKind.Sent, "m", 4)
            .Shows(2, 7, "m", 3, from: 1).Shows(2, 8.2, "m", 4, from: 1);
        Assert.Equal(3, script.Figures(9, 12).BaselineP99.TotalSeconds, 0.05);
        Assert.Equal(0.2, script.Figures(9, 12, since: 7.5).BaselineP99.TotalSeconds, 0.01);
    }

    [Fact]
    public void Resume_IsFromTheFirstAttempt()
    {
        var figures = Script.Chat().Add(2, 10, EventKind.Lost).Add(2, 11, EventKind.Reconnecting).Add(2, 11.5, EventKind.Lost)
            .Add(2, 12, EventKind.Reconnecting).Add(2, 14, EventKind.Resumed, "s2").Figures(9, 12);
        Assert.Equal((1, 1), (figures.Lost, figures.Resumed));
        Assert.Equal(3, figures.ResumeP95.TotalSeconds, 0.05);
        Assert.Equal(4, figures.LongestAbsence.TotalSeconds, 0.05);
    }

    [Fact]
    public void NeverComingIn_IsNoLoss()
    {
        var figures = Script.Chat().Add(3, 10, EventKind.Lost).Add(3, 11, EventKind.Lost).Figures(9, 12);
        Assert.Equal(0, figures.Lost);
    }

    [Fact]
    public void GoingForGood_IsNoLoss()
    {
        var figures = Script.Chat().Add(2, 10, EventKind.Retired).Figures(9, 12);
        Assert.Equal(0, figures.Lost);
    }
}
